#include "hardware/roofline.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "layer_groups.hpp"
#include "metered_model.hpp"
#include "report_options.hpp"

namespace conform::analyzer {
namespace {

/// Times on one device.
struct clock {
  integer bandwidth;
  std::optional<integer> peak;
  std::optional<rational> balance;

  roof bound_of(const rational& intensity) const {
    return balance && intensity > *balance ? roof::compute : roof::memory;
  }
  rational seconds(integer matmul_flops, integer bytes) const {
    return bound_of(over(matmul_flops, bytes)) == roof::compute ? rational{matmul_flops, *peak}
                                                                : rational{bytes, bandwidth};
  }
  static rational over(integer matmul_flops, integer bytes) {
    return bytes == 0 ? rational{} : rational{matmul_flops, bytes};
  }
};

/// Work that is done one operation after another: each at its own roof.
struct sequence {
  integer flops{}, bytes{};              // all
  integer timed_flops{}, timed_bytes{};  // of the operations that they bound

  void add(const roofline_row& row, integer times) {
    flops = checked_add(flops, checked_mul(times, row.matmul_flops));
    bytes = checked_add(bytes, checked_mul(times, row.bytes));
    if (row.bound == roof::compute)
      timed_flops = checked_add(timed_flops, checked_mul(times, row.matmul_flops));
    else
      timed_bytes = checked_add(timed_bytes, checked_mul(times, row.bytes));
  }
  rational seconds(const clock& on) const {
    const rational moving{timed_bytes, on.bandwidth};
    return on.peak ? moving + rational{timed_flops, *on.peak} : moving;
  }
};

roofline_row row_of(std::string name, integer flops, integer bytes, const clock& on) {
  const rational intensity = clock::over(flops, bytes);
  return {std::move(name), 1, flops, bytes, intensity, on.bound_of(intensity), on.seconds(flops, bytes)};
}

/// What stands at a place itself while others stand below it: the residual sum, the activation.
std::string name_of_place(const metered_model& m, const metered_place& place) {
  const auto below = [&](const metered_place& other) {
    return other.kind == place.kind && other.path.starts_with(place.path + ".");
  };
  return place.path + (std::any_of(m.places.begin(), m.places.end(), below) ? " (elementwise)" : "");
}

struct timed_places {
  const metered_model& m;
  const clock& on;
  integer bytes;  ///< of an element
  sequence all;

  std::optional<roofline_row> row(const metered_place& place) const {
    const integer flops = m(place.done.matmul_flops()), moved = checked_mul(bytes, m(place.moved));
    if (flops == 0 && moved == 0) return {};
    return row_of(name_of_place(m, place), flops, moved, on);
  }
  roofline_group single(const metered_place& place) {
    roofline_group out;
    if (const auto one = row(place)) out.whole = *one, all.add(*one, 1);
    return out;
  }
  roofline_group layers(std::size_t kind) {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < m.kinds.of.size(); ++i)
      if (m.kinds.of[i] == kind) indices.push_back(m.kinds.first + i);
    roofline_group out;
    sequence layer;
    for (const metered_place& place : m.places) {
      if (place.kind != kind) continue;
      if (const auto part = row(place)) {
        layer.add(*part, 1), all.add(*part, static_cast<integer>(indices.size()));
        out.parts.push_back(*part);
        out.parts.back().times = indices.size();
      }
    }
    out.whole = row_of(fmt::format("layers {} ({} x)", runs_of(indices), indices.size()), layer.flops, layer.bytes, on);
    out.whole.times = indices.size();
    out.whole.seconds = layer.seconds(on);
    return out;
  }
};

std::string accounting_of(const chosen_workload& pass) {
  const std::string core =
      !pass.core ? "the attention core moves its scores 4 times besides (written, read by softmax, "
                   "written, read), each key and value once for all heads that share it"
      : pass.core->variant->io != nullptr
          ? fmt::format("the attention core moves the words that {} states, for each head of queries",
                        pass.core->text())
          : fmt::format("{} states no words of its own: its queries, keys, values and output once", pass.core->text());
  return fmt::format(
      "bytes at {}: every operation reads each operand once and writes its result once, weights so once a "
      "pass, the cache where it is written and scored; nothing stays on the chip between operations; {}; "
      "token ids apart",
      name_of(pass.work.dtype), core);
}

}  // namespace

std::string_view name_of(roof value) {
  return value == roof::compute ? "compute" : value == roof::memory ? "memory" : "link";
}

void add_messages(roofline& to, const rational& words) {
  if (words == rational{}) return;
  to.sent = words * rational{integer{bytes_of(to.dtype)}};
  if (!to.on.link) return;
  to.sending = *to.sent / rational{*to.on.link};
  to.groups.push_back({{"messages", 1, 0, 0, {}, roof::link, *to.sending}, {}});
  to.seconds_in_sequence = to.seconds_in_sequence + *to.sending;
  if (*to.sending > to.all.seconds) to.all.bound = roof::link, to.all.seconds = *to.sending;
}

roofline make_roofline(const device& on, const metered_model& m, const model_config& model,
                       const chosen_workload& pass) {
  metered_model sized = m;
  const auto held = [&](const workload& work, const std::optional<attention_core>& core) {
    if (core) return held_by(metered(model, work, core), work.dtype);
    resize(sized, work);
    return held_by(sized, work.dtype);
  };
  return roofline_of(on, m, model, pass, held, {});
}

roofline roofline_of(const device& on, const metered_model& m, const model_config& model, const chosen_workload& pass,
                     const holding& held, const capacity_steps& steps) {
  roofline out;
  out.on = on;
  out.dtype = pass.work.dtype;
  out.peak = on.peak(pass.work.dtype);
  if (out.peak) out.balance = rational{*out.peak, on.bandwidth};
  const clock time{on.bandwidth, out.peak, out.balance};
  timed_places places{m, time, bytes_of(pass.work.dtype), {}};
  const auto singles = [&](bool first) {
    for (const metered_place& place : m.places)
      if (!place.kind && (place.path == "embedding") == first)
        if (roofline_group group = places.single(place); group.whole.bytes != 0) out.groups.push_back(std::move(group));
  };
  singles(true);
  for (std::size_t kind = 0; kind < m.kinds.patterns.size(); ++kind)
    if (m.kinds.times(kind) > 0) out.groups.push_back(places.layers(kind));
  singles(false);
  out.all = row_of("all", places.all.flops, places.all.bytes, time);
  out.seconds_in_sequence = places.all.seconds(time);
  out.memory = capacity_of(m, on.memory, model, pass, held, steps);
  out.accounting = accounting_of(pass);
  return out;
}

}  // namespace conform::analyzer
