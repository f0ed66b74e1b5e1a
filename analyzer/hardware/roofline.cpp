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
bool has_places_below(const metered_model& m, const metered_place& place) {
  const auto below = [&](const metered_place& other) {
    return other.kind == place.kind && other.path.starts_with(place.path + ".");
  };
  return std::any_of(m.places.begin(), m.places.end(), below);
}

bool cost_the_same(const metered_place& a, const metered_place& b) {
  return a.done == b.done && a.parameters == b.parameters && a.moved == b.moved;
}

/// A place of a layer, and its name there.
struct layer_part {
  const metered_place* place;
  std::string_view name;
};

struct timed_places {
  const metered_model& m;
  const clock& on;
  integer bytes;  ///< of an element
  sequence all;

  std::optional<roofline_row> row(const metered_place& place, std::string_view name) const {
    const integer flops = m(place.done.matmul_flops()), moved = checked_mul(bytes, m(place.moved));
    if (flops == 0 && moved == 0) return {};
    const bool inner = has_places_below(m, place);
    const std::string_view own = inner || name.empty() ? name_of_own_work(flops != 0) : "";
    return row_of(fmt::format("{}{}{}", name, !own.empty() && !name.empty() ? " " : "", own), flops, moved, on);
  }
  roofline_group single(const metered_place& place) {
    roofline_group out;
    if (const auto one = row(place, place.path)) out.whole = *one, all.add(*one, 1);
    return out;
  }
  roofline_group layers(std::string name, std::size_t times, const std::vector<layer_part>& parts) {
    roofline_group out;
    sequence layer;
    for (const layer_part& one : parts) {
      if (const auto part = row(*one.place, one.name)) {
        layer.add(*part, 1), all.add(*part, static_cast<integer>(times));
        out.parts.push_back(*part);
        out.parts.back().times = times;
      }
    }
    out.whole = row_of(std::move(name), layer.flops, layer.bytes, on);
    out.whole.times = times;
    out.whole.seconds = layer.seconds(on);
    return out;
  }
  roofline_group layers(std::size_t kind) {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < m.kinds.of.size(); ++i)
      if (m.kinds.of[i] == kind) indices.push_back(m.kinds.first + i);
    std::vector<layer_part> parts;
    for (const metered_place& place : m.places)
      if (place.kind == kind) parts.push_back({&place, place.path});
    return layers(fmt::format("layers {} ({} x)", runs_of(indices), indices.size()), indices.size(), parts);
  }
  /// The places that are of no kind of layer, the embedding or all others; layers of a user's model are told by their
  /// paths.
  void add_apart(bool embedding, std::vector<roofline_group>& to) {
    std::vector<const metered_place*> apart;
    std::vector<std::string_view> paths;
    for (const metered_place& place : m.places)
      if (!place.kind && (place.path == "embedding") == embedding)
        apart.push_back(&place), paths.emplace_back(place.path);
    for (const equal_layers& group :
         equal_layers_of(paths, [&](std::size_t a, std::size_t b) { return cost_the_same(*apart[a], *apart[b]); })) {
      std::vector<layer_part> parts;
      for (const auto& [name, row] : group.parts) parts.push_back({apart[row], name});
      roofline_group one = group.is_layer ? layers(group.name, group.times, parts) : single(*parts[0].place);
      if (one.whole.bytes != 0) to.push_back(std::move(one));
    }
  }
};

std::string accounting_with(number_format dtype, std::string_view core) {
  return fmt::format(
      "bytes at {}: every operation reads each operand once and writes its result once, weights so once a "
      "pass, the cache where it is written and scored; nothing stays on the chip between operations; {}; "
      "token ids apart",
      name_of(dtype), core);
}

}  // namespace

std::string accounting_of(number_format dtype) {
  return accounting_with(
      dtype,
      "the attention core moves its scores 4 times besides (written, read by softmax, written, read), "
      "each key and value once for all heads that share it");
}

std::string accounting_of(const chosen_workload& pass) {
  if (!pass.core) return accounting_of(pass.work.dtype);
  return accounting_with(
      pass.work.dtype,
      pass.core->variant->io != nullptr
          ? fmt::format("the attention core moves the words that {} states, for each head of queries",
                        pass.core->text())
          : fmt::format("{} states no words of its own: its queries, keys, values and output once", pass.core->text()));
}

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
  return roofline_of(on, m, pass.work.dtype, capacity_of(m, on.memory, model, pass, held, {}), accounting_of(pass));
}

roofline roofline_of(const device& on, const metered_model& m, number_format dtype, capacity memory,
                     std::string accounting) {
  roofline out;
  out.on = on;
  out.dtype = dtype;
  out.peak = on.peak(dtype);
  if (out.peak) out.balance = rational{*out.peak, on.bandwidth};
  const clock time{on.bandwidth, out.peak, out.balance};
  timed_places places{m, time, bytes_of(dtype), {}};
  places.add_apart(true, out.groups);
  for (std::size_t kind = 0; kind < m.kinds.patterns.size(); ++kind)
    if (m.kinds.times(kind) > 0) out.groups.push_back(places.layers(kind));
  places.add_apart(false, out.groups);
  out.all = row_of("all", places.all.flops, places.all.bytes, time);
  out.seconds_in_sequence = places.all.seconds(time);
  out.memory = std::move(memory);
  out.accounting = std::move(accounting);
  return out;
}

}  // namespace conform::analyzer
