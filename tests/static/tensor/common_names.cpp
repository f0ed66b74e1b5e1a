// A user's named sizes stand in the global namespace, under the names that people use. No header of the library may
// clash with them, nor warn of them, also where it is read after them: g++ checks -Wshadow when it instantiates, too.
#include <boost/hana/tuple.hpp>  // which does clash with names that stand before it
#include <boost/hana/type.hpp>
#include <boost/hana/any_of.hpp>
#include <boost/hana/find_if.hpp>
#include <boost/hana/pair.hpp>

#include <conform/size/name.hpp>

#define NAMED(NAME) inline constexpr struct NAME : conform::size<#NAME> { using size::operator=; } NAME

NAMED(a);  NAMED(b);  NAMED(c);  NAMED(d);  NAMED(e);  NAMED(f);
NAMED(g);  NAMED(h);  NAMED(i);  NAMED(j);  NAMED(k);  NAMED(l);
NAMED(m);  NAMED(n);  NAMED(o);  NAMED(p);  NAMED(q);  NAMED(r);
NAMED(s);  NAMED(t);  NAMED(u);  NAMED(v);  NAMED(w);  NAMED(x);
NAMED(y);  NAMED(z);  NAMED(batch);  NAMED(head);  NAMED(heads);  NAMED(group);
NAMED(query);  NAMED(key);  NAMED(head_dim);  NAMED(value_dim);  NAMED(model);  NAMED(hidden);
NAMED(vocab);  NAMED(position);  NAMED(layer);  NAMED(layers);  NAMED(tokens);  NAMED(token);
NAMED(past);  NAMED(seq);  NAMED(rows);  NAMED(columns);  NAMED(count);  NAMED(on);
NAMED(at);  NAMED(out);  NAMED(in);  NAMED(from);  NAMED(to);  NAMED(size_);
NAMED(len);  NAMED(length);  NAMED(width);  NAMED(height);  NAMED(depth);  NAMED(left);
NAMED(right);  NAMED(first);  NAMED(last);  NAMED(here);  NAMED(place);  NAMED(rank);
NAMED(step);  NAMED(steps);  NAMED(value);  NAMED(values);  NAMED(cells);  NAMED(number);
NAMED(cell);  NAMED(data);  NAMED(axis);  NAMED(all);  NAMED(each);  NAMED(none);
NAMED(row);  NAMED(column);  NAMED(keys);  NAMED(queries);  NAMED(other);  NAMED(result);
NAMED(shape_);  NAMED(names);  NAMED(term);  NAMED(sum);  NAMED(product);  NAMED(scale);
NAMED(mask);  NAMED(offset);  NAMED(extent);  NAMED(extents);  NAMED(stride);  NAMED(total);
NAMED(start);  NAMED(stop);  NAMED(end);  NAMED(begin);  NAMED(n_q);  NAMED(n_k);
NAMED(d_k);  NAMED(d_v);  NAMED(id);  NAMED(ids);  NAMED(next);  NAMED(self);
NAMED(part);  NAMED(over);  NAMED(under);  NAMED(points);  NAMED(point);  NAMED(more);
NAMED(arguments);  NAMED(argument);  NAMED(kind);  NAMED(what);  NAMED(why);  NAMED(found);
NAMED(given);  NAMED(wanted);  NAMED(given_extents);  NAMED(loops);  NAMED(body);

#undef NAMED

#include <conform/attention.hpp>
#include <conform/attention/registry.hpp>
#include <conform/conform.hpp>
#include <conform/interop/fmt.hpp>
#include <conform/interop/hana.hpp>
#include <conform/interop/mdspan.hpp>
#include <conform/layer.hpp>
#include <conform/model.hpp>
#include <conform/operation.hpp>
#include <conform/size/growth_text.hpp>
#include <conform/tensor.hpp>

namespace ax = conform::axes;
using conform::tensor;

float everything(float* memory) {
  tensor<float, ax::query<n>, ax::head_dim<8>> queries_of{n = 3};
  tensor<float, ax::key<m>, ax::head_dim<8>> keys_of{m = 4};
  tensor<float, ax::key<m>, ax::value_dim<d>> values_of{m = 4, d = 2};
  conform::fill(queries_of, 1), conform::fill(keys_of, 2);
  conform::generate<ax::key, ax::value_dim>(values_of, [](auto r1, auto r2) { return r1 + r2; });
  auto scores = conform::contract<ax::head_dim>(queries_of, keys_of);
  auto attended = conform::attention(queries_of, keys_of, values_of);
  auto weights = conform::softmax<ax::key>(scores * 0.5f + scores - scores / scores);
  auto summed = conform::sum<ax::key>(weights) + conform::maximum<ax::key>(weights) + conform::mean<ax::key>(weights);
  auto turned = conform::copy(conform::permute<ax::key, ax::query>(scores));
  conform::assign(turned, scores);
  auto longer = conform::concat<ax::query>(scores, scores);
  auto picked = conform::slice<ax::query<2>>(scores, 1);
  auto renamed = conform::rename<ax::query, ax::position>(scores);
  auto active = conform::gelu(conform::silu(conform::relu(scores)));
  auto seen = conform::view_of<ax::query<n>, ax::key<m>>(memory, {2, 3}, {3, 1});
  auto owned = conform::tensor_from<ax::query<n>, ax::key<m>>(memory, n = 2, m = 3);
  tensor<float, ax::query<n>, ax::key<m>> same = owned;
  float total_of = conform::with_size<"rows">(3, [&](auto fresh) {
    tensor<float, ax::query<fresh>, ax::head_dim<8>> inside{fresh};
    tensor<float, ax::key<fresh + past>, ax::head_dim<8>> other_inside{fresh, past = 2};
    auto product_of = conform::contract<ax::head_dim>(inside, other_inside);
    return conform::at<ax::key, ax::query>(product_of, 0, 0);
  });
  const auto cell_of = conform::unchecked<ax::query, ax::key>(seen);
  conform::for_each_index<ax::query, ax::key>(seen, [&](auto r1, auto r2) { total_of += cell_of(r1, r2); });
  conform::ledger book;
  tensor<conform::counted<float>, ax::query<n>, ax::head_dim<8>> counted_queries(n = 2, book);
  tensor<conform::counted<float>, ax::key<n>, ax::head_dim<8>> counted_keys(n = 2, book);
  auto counted_out = conform::attention(counted_queries, counted_keys, counted_keys, conform::causal);
  conform::meter ids_of;
  tensor<conform::metered, ax::query<n * d>, ax::head_dim<8>> metered_queries(ids_of);
  auto metered_out = conform::softmax<ax::head_dim>(metered_queries);
  conform::linear<float, conform::from<ax::model<4>>, conform::into<ax::hidden<d>>> narrow(true);
  return total_of + conform::at<ax::query>(summed, 0) + attended.data()[0] + renamed.data()[0] + picked.data()[0] +
         *longer.begin() + *active.begin() + *same.begin() + counted_out.data()[0].value +
         static_cast<float>(metered_out.size()) + static_cast<float>(narrow.weight.exists());
}
