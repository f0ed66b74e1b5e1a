#include "variant/variant_list.hpp"

#include "proof/growth_letters.hpp"
#include "text/json_text.hpp"
#include "text/nearest_name.hpp"
#include "text/text_table.hpp"

namespace conform::analyzer {
namespace {

std::string text_list() {
  text_table lines{std::vector<align>(7, align::left)};
  lines.row({"variant", "kind", "growth (n = n_q = n_k, d = d_k = d_v)", "scratch (elements)", "sizes", "title",
             "source"});
  for (const variant_entry& variant : all_variants()) {
    const variant_formulas all = variant.formulas();
    lines.row({std::string{variant.name}, std::string{name_of(variant.kind)}, growth_text(variant, all),
               text_of(all.scratch, all.letters), listed(variant.sizes), std::string{variant.title},
               std::string{variant.source}});
  }
  return lines.text();
}

std::string json_list() {
  json_block list{"[]", 2};
  for (const variant_entry& variant : all_variants()) {
    const variant_formulas all = variant.formulas();
    json_line sizes{"[]"};
    for (const std::string_view size : variant.sizes) sizes.entry(json_text(size));
    json_block entry{"{}", 3};
    entry.add("name", json_text(variant.name));
    entry.add("title", json_text(variant.title));
    entry.add("source", json_text(variant.source));
    entry.add("kind", json_text(name_of(variant.kind)));
    entry.add("growth", json_text(growth_text(variant, all)));
    const auto formula = [&](const polynomial& p) { return json_text(text_of(p, all.letters)); };
    entry.add("pairs", all.pairs ? formula(*all.pairs) : "null");
    entry.add("scratch", json_text(text_of(all.scratch, all.letters)));
    entry.add("depth", variant.depth_formula ? json_text(variant.depth_formula) : "null");
    entry.add("sizes", sizes.text());
    json_line claim{"{}"}, words{"{}"};
    all.claim.each([&](const char* kind, const polynomial& count) { claim.add(kind, formula(count)); });
    claim.add("matmul_flops", formula(all.claim.matmul_flops()));
    claim.add("unit_total", formula(all.claim.unit_total()));
    entry.add("claim", claim.text());
    const std::string_view where = claimed_where(variant, all);
    entry.add("claim_and_io_where", where.empty() ? "null" : json_text(where));
    if (all.io) words.add("loads", formula(all.io->loads)), words.add("stores", formula(all.io->stores));
    entry.add("io", all.io ? words.text() : "null");
    list.entry(entry.text());
  }
  json_block out{"{}", 1};
  out.add("schema", "1");
  out.add("variants", list.text());
  return out.text() + '\n';
}

}  // namespace

std::string_view name_of(fidelity kind) {
  return kind == fidelity::exact ? "exact" : kind == fidelity::approximate ? "approximate" : "other";
}

std::string variant_list(data_format format) { return format == data_format::json ? json_list() : text_list(); }

}  // namespace conform::analyzer
