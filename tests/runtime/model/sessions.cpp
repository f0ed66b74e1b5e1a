// What a session refuses: ids of another step, more positions than there are, ids outside the vocabulary.
#include <boost/test/unit_test.hpp>

#include "decoders.hpp"

using namespace decoders;

namespace {

/// A model of two layers and a session of room for 6 positions, at the step of `fresh` tokens behind `past`.
struct running {
  config c;
  decoder_of<float> model;
  session_of<float> past;

  running(const decoder_options& o, long long positions, long long before, long long fresh)
      : c{.positions = positions, .batch = 2, .options = o, .patterns = {}, .feeds = {}}, model(o) {
    make_parameters(model, machine<float>{}, weight_sizes(values_of(c, 0, 1)));
    past.open({}, o, step_sizes<float>(values_of(c, before, fresh)), 6);
  }
  auto logits(std::size_t fresh, int id = 0) {
    const std::vector<int> ids(fresh * 2, id);
    return model.logits(ids_of(c, ids, 0, fresh), past);
  }
};
const decoder_options learned = gpt2_options{.layers = 2}, turned = llama_options{.layers = 2};

}  // namespace

BOOST_AUTO_TEST_SUITE(sessions)

BOOST_AUTO_TEST_CASE(run_the_step_that_they_were_told) {
  BOOST_TEST(running(learned, 4, 0, 3).logits(3).size() == 2u * 3 * 5);
  BOOST_TEST(running(turned, 1, 0, 3).logits(3).size() == 2u * 3 * 5);
  for (std::size_t other : {2u, 4u}) {
    BOOST_CHECK_THROW(running(learned, 4, 0, 3).logits(other), size_mismatch);
    BOOST_CHECK_THROW(running(turned, 1, 0, 3).logits(other), size_mismatch);
  }
}

BOOST_AUTO_TEST_CASE(end_where_positions_or_the_cache_end) {
  BOOST_CHECK_NO_THROW(running(learned, 6, 3, 3).logits(3));
  BOOST_CHECK_THROW(running(learned, 5, 3, 3).logits(3), index_error);
  BOOST_CHECK_NO_THROW(running(turned, 1, 3, 3).logits(3));
  BOOST_CHECK_THROW(running(turned, 1, 4, 3).logits(3), size_mismatch);
}

BOOST_AUTO_TEST_CASE(know_their_vocabulary) {
  BOOST_CHECK_NO_THROW(running(turned, 1, 0, 1).logits(1, 4));
  BOOST_CHECK_THROW(running(turned, 1, 0, 1).logits(1, 5), index_error);
  BOOST_CHECK_THROW(running(turned, 1, 0, 1).logits(1, -1), index_error);
}

BOOST_AUTO_TEST_SUITE_END()
