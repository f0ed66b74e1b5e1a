// A model like GPT-2 from the library's layers: parameters, weights, a whole pass, and tokens one by one with a cache.

#include <algorithm>
#include <cmath>
#include <istream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

// [include]
#include <conform/conform.hpp>
#include <conform/interop/fmt.hpp>
#include <conform/model.hpp>
#include <conform/size/alphabet.hpp>

using namespace conform;
// [/include]

// [model]
/// {batch, query} of token ids -> {batch, query, vocab}: what may follow each token.
template <class T, auto Vocab, auto Positions, auto Width, auto Heads, auto HeadDim, auto Hidden>
struct small_gpt2 {
  using layer = block<T, Width, Heads, 1, HeadDim, Hidden>;  // 1: every query head has keys of its own

  embedding<T, Vocab, Positions, Width> embed{true};  // with learned positions
  list<layer> layers;
  norm<T, axes::model<Width>> last;

  explicit small_gpt2(int depth) {
    block_options options;  // layer norm before each part, as it stands
    options.attention.qkv_bias = options.attention.out_bias = true;
    options.feed_forward = {.gated = false, .bias = true, .activate = activation::gelu_tanh};
    for (int i = 0; i < depth; ++i) layers.push_back(layer(options));
  }
  static constexpr auto each(auto& self, auto&& f) {
    return f("embed", self.embed), f("layers", self.layers), f("last", self.last);
  }

  /// All at once.
  auto operator()(const tensor_like auto& ids) const {
    auto x = embed(ids, 0);  // {batch, query, model}; the first id stands at position 0
    for (const layer& one : layers) x = one(std::move(x), causal);
    return contract<axes::model>(last(std::move(x)), *embed.tokens);  // the head is the table of tokens
  }
  /// New tokens behind those of a session.
  template <tensor_like Ids, auto Batch, auto Context, auto Fresh>
  auto operator()(const Ids& ids, session<T, Batch, Context, Fresh, Heads, HeadDim>& past) const {
    auto x = embed(ids, past.context);
    for (std::size_t i = 0; i < layers.size(); ++i)
      x = layers[i](std::move(x), past.turns, past.caches[i], causal);
    return contract<axes::model>(last(std::move(x)), *embed.tokens);
  }
};
// [/model]

// [load]
/// Parameters in the order of their declaration, each row-major in the order of its axes.
void read_weights(std::istream& file, auto& model) {
  make_parameters(model);  // cells, all zero
  for_each_parameter(model, [&](auto& weights) {
    const auto bytes = static_cast<std::streamsize>(weights.size() * sizeof(*weights.data()));
    if (!file.read(reinterpret_cast<char*>(weights.data()), bytes)) throw std::runtime_error("the file is too short");
  });
}
// [/load]

// [names]
/// Walks a model and says what each parameter is called.
struct namer {
  std::string path{};
  void enter(std::string_view name) { path += (path.empty() ? "" : ".") + std::string(name); }
  void leave() { path.erase(path.find('.') == std::string::npos ? 0 : path.rfind('.')); }
  void parameter(const auto& weights) { fmt::print("{:<34} {}\n", path, shape_of<decltype(*weights)>{}); }
};
// [/names]

namespace {

/// A file of weights: small numbers, the same in every run.
std::stringstream some_weights(integer count) {
  std::stringstream out;
  unsigned state = 1;
  for (integer i = 0; i < count; ++i) {
    state = state * 1664525u + 1013904223u;
    const float weight = (static_cast<float>(state >> 8) * 0x1p-24f - 0.5f) * 2;
    out.write(reinterpret_cast<const char*>(&weight), sizeof weight);
  }
  return out;
}

}  // namespace

int main() {
  // [sizes]
  using sizes::context, sizes::seq;
  constexpr int vocab = 50, positions = 32, width = 16, heads = 2, head_dim = 8, hidden = 64;
  using tokens = tensor<int, axes::batch<1>, axes::query<seq>>;  // as many as there are when the program runs

  small_gpt2<float, vocab, positions, width, heads, head_dim, hidden> model(2);
  // [/sizes]
  const auto file = some_weights(count_parameters(model)).str();
  std::stringstream weights(file);
  // [run]
  read_weights(weights, model);

  tokens prompt{seq = 4};
  generate<axes::batch, axes::query>(prompt, [](auto, auto i) { return static_cast<int>(7 * i + 3); });
  const auto logits = model(prompt);  // {batch, query, vocab}
  fmt::print("{} from {} parameters\n", shape_of<decltype(logits)>{}, count_parameters(model));
  // [/run]

  // [decode]
  decoder_options options;  // learned positions, as they stand
  options.layers = 2;
  session<float, 1, context, seq, heads, head_dim> past;
  past.open(options, positions, context = 0, seq = 4);  // room for 32 tokens, of which 4 come first
  const auto best = argmax<axes::vocab>(model(prompt, past));  // {batch, query}: what follows each
  int token = at<axes::batch, axes::query>(best, 0, 3);

  tokens all{seq = 12}, next{seq = 1};
  for (int i = 0; i < 4; ++i) all.data()[i] = prompt.data()[i];
  for (int length = 4; length < 12; ++length) {
    all.data()[length] = *next.data() = token;
    past.step(context = length, seq = 1);  // so many are there, one is new
    token = at<axes::batch, axes::query>(argmax<axes::vocab>(model(next, past)), 0, 0);
  }
  fmt::print("{}\nthen {}\n", all, token);
  // [/decode]

  // [whole]
  const auto again = argmax<axes::vocab>(model(all));  // without a cache
  bool same = true;
  for (int i = 4; i < 12; ++i) same = same && at<axes::batch, axes::query>(again, 0, i - 1) == all.data()[i];
  fmt::print("the whole pass chooses the same: {}\n", same && at<axes::batch, axes::query>(again, 0, 11) == token);
  // [/whole]

  // [family]
  gpt2<float, vocab, positions, width, heads, head_dim, hidden> ready(gpt2_options{.layers = 2});
  // [/family]
  std::stringstream weights_again(file);
  // [ready]
  read_weights(weights_again, ready);
  decltype(ready)::session_for<1, 0, seq> fresh;
  fresh.open(ready.options, positions, seq = 12);
  const auto theirs = ready.logits(all, fresh), ours = model(all);
  float apart = 0;
  for (std::size_t i = 0; i < ours.size(); ++i) apart = std::max(apart, std::abs(theirs.data()[i] - ours.data()[i]));
  fmt::print("the library's own gpt2 says the same: {}\n", apart < 1e-5f);
  // [/ready]

  // [print]
  small_gpt2<float, vocab, positions, width, heads, head_dim, hidden> shallow(1);
  make_parameters(shallow);
  namer names;
  visit_parameters(shallow, names);
  // [/print]
}
