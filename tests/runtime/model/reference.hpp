#pragma once
// A transformer decoder in plain loops over flat arrays, for one sequence, in double: written from the papers and the
// models' published code, without any type of the library but the options and the flat weights.

#include <algorithm>
#include <cmath>

#include "decoders.hpp"

namespace reference {

using decoders::config, decoders::weights;
using row = std::vector<double>;
using rows = std::vector<row>;
using count = std::size_t;

struct transformer {
  const config& c;
  const weights& w;
  const count heads = static_cast<count>(c.kv_heads), group = static_cast<count>(c.group),
              dim = static_cast<count>(c.head_dim);

  const row* find(const std::string& path) const {
    const auto at = w.find(path);
    return at == w.end() ? nullptr : &at->second;
  }

  // weight {in, out}, bias {out}
  row linear(const std::string& path, const row& x) const {
    const row& weight = w.at(path + ".weight");
    const count outs = weight.size() / x.size();
    row y(outs);
    if (const row* bias = find(path + ".bias")) y = *bias;
    for (count i = 0; i < x.size(); ++i)
      for (count o = 0; o < outs; ++o) y[o] += x[i] * weight[i * outs + o];
    return y;
  }
  static row rms(row x, const row& weight, double epsilon) {
    double sum = 0;
    for (double v : x) sum += v * v;
    for (count i = 0; i < x.size(); ++i)
      x[i] *= weight[i] / std::sqrt(sum / static_cast<double>(weight.size()) + epsilon);
    return x;
  }
  row norm(const std::string& path, row x) const {
    const row& weight = w.at(path + ".weight");
    if (c.options.block.norm == conform::norm_kind::rms) return rms(std::move(x), weight, c.options.block.epsilon);
    double mean = 0, square = 0;
    for (double v : x) mean += v / static_cast<double>(x.size()), square += v * v / static_cast<double>(x.size());
    const double deviation = std::sqrt(square - mean * mean + c.options.block.epsilon);
    for (count i = 0; i < x.size(); ++i) x[i] = (x[i] - mean) / deviation * weight[i] + w.at(path + ".bias")[i];
    return x;
  }
  double act(double x) const { return act(x, c.options.block.feed_forward.activate); }
  static double act(double x, conform::activation chosen) {
    switch (chosen) {
      case conform::activation::relu: return x > 0 ? x : 0;
      case conform::activation::silu: return x / (1 + std::exp(-x));
      case conform::activation::gelu: return x * 0.5 * std::erfc(-x / std::sqrt(2.0));
      case conform::activation::gelu_tanh: break;
    }
    return 0.5 * x * (1 + std::tanh(std::sqrt(2 / std::acos(-1.0)) * (x + 0.044715 * std::pow(x, 3))));
  }
  // Half-split pairs (GPT-NeoX): f turns with f + dim/2 by the angle position / base^(2f/dim).
  void turn(double* x, count position) const {
    if (c.options.learned_positions) return;
    for (count f = 0; f < dim / 2; ++f) {
      const double angle = static_cast<double>(position) *
                           std::pow(c.options.rotary_base, -2.0 * static_cast<double>(f) / static_cast<double>(dim));
      const double a = x[f], b = x[f + dim / 2];
      x[f] = a * std::cos(angle) - b * std::sin(angle);
      x[f + dim / 2] = a * std::sin(angle) + b * std::cos(angle);
    }
  }
  // Every head of x, dim wide: normed if the model does so, then turned.
  void prepare(row& x, const std::string& normed_by, count position) const {
    for (count at = 0; at < x.size(); at += dim) {
      if (const row* weight = find(normed_by + ".weight")) {
        const row head = rms(row(x.begin() + static_cast<long>(at), x.begin() + static_cast<long>(at + dim)), *weight,
                             c.options.block.attention.epsilon);
        std::copy(head.begin(), head.end(), x.begin() + static_cast<long>(at));
      }
      turn(&x[at], position);
    }
  }
  rows attention(const std::string& path, const rows& x, count window) const {
    rows q, k, v, out;
    for (count p = 0; p < x.size(); ++p) {
      q.push_back(linear(path + ".q", x[p])), k.push_back(linear(path + ".k", x[p])),
          v.push_back(linear(path + ".v", x[p]));
      prepare(q[p], path + ".q_norm", p), prepare(k[p], path + ".k_norm", p);
    }
    for (count p = 0; p < x.size(); ++p) {
      row mixed(heads * group * dim);
      const count first = window > 0 && p + 1 > window ? p + 1 - window : 0;
      for (count h = 0; h < heads * group; ++h) {
        row e(p + 1);
        double sum = 0;
        for (count j = first; j <= p; ++j) {
          double dot = 0;
          for (count f = 0; f < dim; ++f) dot += q[p][h * dim + f] * k[j][h / group * dim + f];
          sum += e[j] = std::exp(dot / std::sqrt(static_cast<double>(dim)));
        }
        for (count j = first; j <= p; ++j)
          for (count f = 0; f < dim; ++f) mixed[h * dim + f] += e[j] / sum * v[j][h / group * dim + f];
      }
      out.push_back(linear(path + ".out", mixed));
    }
    return out;
  }
  row feed_forward(const std::string& path, const row& x) const {
    row inner = linear(path + ".up", x);
    if (c.options.block.feed_forward.gated) {
      const row gate = linear(path + ".gate", x);
      for (count i = 0; i < inner.size(); ++i) inner[i] *= act(gate[i]);
    } else {
      for (double& v : inner) v = act(v);
    }
    return linear(path + ".down", inner);
  }
  // Tokens' own weights over all experts, the largest first; the rest of them is never run.
  row experts(const std::string& path, const row& x) const {
    const count all = static_cast<count>(c.experts), inside = static_cast<count>(c.expert_hidden);
    row p = linear(path + ".router", x), out(x.size());
    double whole = 0, kept = 0;
    for (double& v : p) whole += v = std::exp(v);
    std::vector<count> order(all);
    for (count e = 0; e < all; ++e) order[e] = e, p[e] /= whole;
    std::sort(order.begin(), order.end(), [&](count a, count b) { return p[a] != p[b] ? p[a] > p[b] : a < b; });
    order.resize(2);
    for (const count e : order) kept += p[e];
    for (const count e : order) {
      const auto product = [&](const char* name, const row& in, count outs) {
        const row& weight = w.at(path + name);
        row y(outs);
        for (count i = 0; i < in.size(); ++i)
          for (count o = 0; o < outs; ++o) y[o] += in[i] * weight[(e * in.size() + i) * outs + o];
        return y;
      };
      row inner = product(".gate.weight", x, inside);
      const row up = product(".up.weight", x, inside);
      for (count i = 0; i < inside; ++i) inner[i] = act(inner[i], c.options.block.mixture.activate) * up[i];
      const row down = product(".down.weight", inner, x.size());
      for (count i = 0; i < x.size(); ++i) out[i] += p[e] / (c.options.block.mixture.renormalise ? kept : 1) * down[i];
    }
    return out;
  }
  bool has_experts(count layer) const {
    return c.feeds.empty() ? c.options.block.routed : c.feeds[layer] == conform::feed_kind::experts;
  }
  static void add(row& x, const row& y) {
    for (count i = 0; i < x.size(); ++i) x[i] += y[i];
  }

  /// Logits of every position.
  rows operator()(const std::vector<int>& ids) const {
    const count width = static_cast<count>(c.model), vocab = static_cast<count>(c.vocab);
    const row& table = w.at("embedding.tokens");
    rows x, out;
    for (count p = 0; p < ids.size(); ++p) {
      x.emplace_back(width);
      for (count i = 0; i < width; ++i) {
        x[p][i] = table[static_cast<count>(ids[p]) * width + i];
        if (c.options.learned_positions) x[p][i] += w.at("embedding.positions")[p * width + i];
      }
    }
    for (count l = 0; l < static_cast<count>(c.options.layers); ++l) {
      const std::string path = "layers." + std::to_string(l);
      rows normed;
      for (const row& r : x) normed.push_back(norm(path + ".attention_norm", r));
      const rows mixed =
          attention(path + ".attention", normed, c.patterns.empty() ? 0 : static_cast<count>(c.patterns[l].window));
      for (count p = 0; p < x.size(); ++p) {
        add(x[p], mixed[p]);
        const row last = norm(path + ".feed_forward_norm", x[p]);
        add(x[p], has_experts(l) ? experts(path + ".experts", last) : feed_forward(path + ".feed_forward", last));
      }
    }
    for (row& r : x) {
      const row last = norm("norm", r);
      if (!c.options.tied) {
        out.push_back(linear("head", last));
        continue;
      }
      out.emplace_back(vocab);
      for (count v = 0; v < vocab; ++v)
        for (count i = 0; i < width; ++i) out.back()[v] += last[i] * table[v * width + i];
    }
    return out;
  }
};

}  // namespace reference
