// Published models: their dimensions, from the config.json named beside each, and their exact totals, from the headers
// of their published safetensors (models/param_counts.json in the reference data keeps both). A tied head counts once.
#include <conform/model/gpt2.hpp>
#include <conform/model/llama.hpp>
#include <conform/model/mixtral.hpp>

using namespace conform;

namespace {

constexpr gpt2_options layers(int count) { return {.layers = count}; }

// vocab, positions, model, heads, head_dim, hidden
template <gpt2_options O, int Vocab, int Positions, int Model, int Heads>
constexpr integer gpt2_count = parameter_count<gpt2<float, Vocab, Positions, Model, Heads, Model / Heads, 4 * Model>, O>;

static_assert(gpt2_count<layers(12), 50257, 1024, 768, 12> == 124'439'808);     // openai-community/gpt2
static_assert(gpt2_count<layers(24), 50257, 1024, 1024, 16> == 354'823'168);    // openai-community/gpt2-medium
static_assert(gpt2_count<layers(36), 50257, 1024, 1280, 20> == 774'030'080);    // openai-community/gpt2-large
static_assert(gpt2_count<layers(48), 50257, 1024, 1600, 25> == 1'557'611'200);  // openai-community/gpt2-xl

// vocab, model, heads of K and V, queries for each, head_dim, hidden
template <llama_options O, int Vocab, int Model, int Heads, int Group, int HeadDim, int Hidden>
constexpr integer llama_count = parameter_count<llama<float, Vocab, Model, Heads, Group, HeadDim, Hidden>, O>;

constexpr llama_options plain(int count, bool tied = false) { return {.layers = count, .tied = tied}; }
constexpr llama_options qwen2(int count, bool tied) { return {.layers = count, .tied = tied, .qkv_bias = true}; }
constexpr llama_options qwen3(int count, bool tied = false) { return {.layers = count, .tied = tied, .qk_norm = true}; }

static_assert(llama_count<plain(32), 32000, 4096, 32, 1, 128, 11008> == 6'738'415'616);       // meta-llama/Llama-2-7b-hf
static_assert(llama_count<plain(80), 32000, 8192, 8, 8, 128, 28672> == 68'976'648'192);       // meta-llama/Llama-2-70b-hf
static_assert(llama_count<plain(32), 128256, 4096, 8, 4, 128, 14336> == 8'030'261'248);       // meta-llama/Meta-Llama-3.1-8B
static_assert(llama_count<plain(80), 128256, 8192, 8, 8, 128, 28672> == 70'553'706'496);      // meta-llama/Meta-Llama-3.1-70B
static_assert(llama_count<plain(126), 128256, 16384, 8, 16, 128, 53248> == 405'853'388'800);  // meta-llama/Meta-Llama-3.1-405B
static_assert(llama_count<plain(16, true), 128256, 2048, 8, 4, 64, 8192> == 1'235'814'400);   // meta-llama/Llama-3.2-1B, tied
static_assert(llama_count<plain(30, true), 49152, 576, 3, 3, 64, 1536> == 134'515'008);       // HuggingFaceTB/SmolLM2-135M, tied
static_assert(llama_count<plain(22), 32000, 2048, 4, 8, 64, 5632> == 1'100'048'384);          // TinyLlama/TinyLlama-1.1B
static_assert(llama_count<plain(32), 64000, 4096, 4, 8, 128, 11008> == 6'061'035'520);        // 01-ai/Yi-1.5-6B

static_assert(llama_count<plain(32), 32768, 4096, 8, 4, 128, 14336> == 7'248'023'552);        // mistralai/Mistral-7B-Instruct-v0.3
static_assert(llama_count<plain(40), 131074, 5120, 8, 4, 128, 32768> == 23'572'423'680);      // Dolphin3.0-R1-Mistral-24B: 32 heads of 128, model 5120

static_assert(llama_count<qwen2(24, true), 151936, 896, 2, 7, 64, 4864> == 494'032'768);      // Qwen/Qwen2-0.5B-Instruct, tied
static_assert(llama_count<qwen2(28, true), 151936, 1536, 2, 6, 128, 8960> == 1'543'714'304);  // Qwen/Qwen2-1.5B-Instruct, tied
static_assert(llama_count<qwen2(28, false), 152064, 3584, 4, 7, 128, 18944> == 7'615'616'512);  // Qwen/Qwen2-7B-Instruct
static_assert(llama_count<qwen2(36, true), 151936, 2048, 2, 8, 128, 11008> == 3'085'938'688);  // Qwen/Qwen2.5-3B-Instruct, tied

static_assert(llama_count<qwen3(28, true), 151936, 1024, 8, 2, 128, 3072> == 596'049'920);    // Qwen/Qwen3-0.6B, tied
static_assert(llama_count<qwen3(36), 151936, 4096, 8, 4, 128, 12288> == 8'190'735'360);       // Qwen/Qwen3-8B
static_assert(llama_count<qwen3(64), 151936, 5120, 8, 8, 128, 25600> == 32'762'123'264);      // Qwen/Qwen3-32B

// vocab, model, heads of K and V, queries for each, head_dim, hidden of an expert, experts, chosen, hidden
template <mixtral_options O, int Vocab, int Model, int Heads, int Group, int HeadDim, int Hidden, int Experts, int Active,
          int FeedHidden = Hidden>
constexpr integer mixtral_count =
    parameter_count<mixtral<float, Vocab, Model, Heads, Group, HeadDim, Hidden, Experts, Active, FeedHidden>, O>;
constexpr mixtral_options mixed(int count) { return {.layers = count}; }
constexpr mixtral_options qwen3_moe(int count) { return {.layers = count, .qk_norm = true}; }

static_assert(mixtral_count<mixed(32), 32000, 4096, 8, 4, 128, 14336, 8, 2> == 46'702'792'704);   // mistralai/Mixtral-8x7B-v0.1
static_assert(mixtral_count<mixed(56), 32000, 6144, 8, 6, 128, 16384, 8, 2> == 140'620'634'112);  // mistralai/Mixtral-8x22B-v0.1
static_assert(mixtral_count<qwen3_moe(48), 151936, 2048, 4, 8, 128, 768, 128, 8, 6144> == 30'532'122'624);    // Qwen/Qwen3-30B-A3B
static_assert(mixtral_count<qwen3_moe(94), 151936, 4096, 4, 16, 128, 1536, 128, 8, 12288> == 235'093'634'560);  // Qwen/Qwen3-235B-A22B

// Every option counts by itself, on a model small enough to add up by hand: vocab 11, model 6, 2 heads of K and V with
// 3 queries each, head_dim 4, hidden 5, one layer.
template <llama_options O>
constexpr integer small = llama_count<O, 11, 6, 2, 3, 4, 5>;
constexpr llama_options one = plain(1, true);
constexpr integer q = 6 * 24, k = 6 * 8, v = 6 * 8, out = 24 * 6, feed_forward = 3 * 6 * 5, norms = 3 * 6, table = 11 * 6;
static_assert(small<one> == table + q + k + v + out + feed_forward + norms);
static_assert(small<plain(1)> == small<one> + table);
static_assert(small<plain(3, true)> == small<one> + 2 * (q + k + v + out + feed_forward + 2 * 6));
static_assert(small<plain(0, true)> == table + 6);
static_assert(small<qwen2(1, true)> == small<one> + 24 + 8 + 8);
static_assert(small<qwen3(1, true)> == small<one> + 4 + 4);
static_assert(small<llama_options{.layers = 1, .tied = true, .out_bias = true}> == small<one> + 6);
static_assert(small<llama_options{.layers = 1, .tied = true, .feed_forward_bias = true}> == small<one> + 5 + 5 + 6);
static_assert(parameter_count<gpt2<float, 11, 7, 6, 2, 3, 5>, gpt2_options{.layers = 1, .tied = false}> ==
              parameter_count<gpt2<float, 11, 7, 6, 2, 3, 5>, layers(1)> + 11 * 6);
static_assert(parameter_count<gpt2<float, 11, 7, 6, 2, 3, 5>, layers(1)> ==
              11 * 6 + 7 * 6 + 4 * (6 * 6 + 6) + (6 * 5 + 5) + (5 * 6 + 6) + 3 * 2 * 6);
// Experts of hidden 3, 4 of them, in the second of two layers.
constexpr feed_kind second[]{feed_kind::feed_forward, feed_kind::experts};
static_assert(mixtral_count<mixtral_options{.layers = 2, .tied = true, .feeds = second}, 11, 6, 2, 3, 4, 3, 4, 2, 5> ==
              small<plain(2, true)> - feed_forward + 6 * 4 + 4 * 3 * 6 * 3);

}  // namespace
