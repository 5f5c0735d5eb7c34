#include "torch_conv2d_tiles.h"

#if defined(__x86_64__)
#include "torch_door.h"

#include <cpuid.h>
#include <immintrin.h>

#include <algorithm>
#include <array>
#include <atomic>

#include <ATen/Parallel.h>

#define MEDTRAIN_BF16 __attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16")))

namespace medtrain::conv2d {
namespace {

constexpr int64_t kPanel = 64;  // columns of a panel; the last of an odd number of 32s has half as many
constexpr int kRows = 6;        // rows of a tile: 6 × 4 sums, 4 operands and one factor fill the registers

// A part of a sum: where it starts in the rows' matrix and in the columns' panel.
struct Segment {
  int64_t row, column;
};

// Rows of `a`, which hold pairs of numbers `step` apart, times a panel of columns, which holds for each pair the two numbers of every column.
struct Product {
  const Short* a;
  int64_t step;
  const Short* panel;
  const std::vector<Segment>& segments;
  int64_t pairs;  // in each segment
};

// Adds the product of R rows, which start at a[rows[r]], and 16 V columns to sums [R, `stride`].
template <int R, int V>
MEDTRAIN_BF16 void add_tile(const Product& product, const int64_t* rows, float* sums, int64_t stride) {
  __m512 sum[R][V];
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) sum[r][v] = _mm512_loadu_ps(sums + r * stride + v * 16);
  }
  for (const auto& segment : product.segments) {
    const Short* row[R];
#pragma GCC unroll 8
    for (int r = 0; r < R; ++r) row[r] = product.a + rows[r] + segment.row;
    const Short* column = product.panel + segment.column;
    for (int64_t pair = 0, at = 0; pair < product.pairs; ++pair, at += product.step, column += V * 32) {
      __m512bh columns[V];
#pragma GCC unroll 8
      for (int v = 0; v < V; ++v) columns[v] = (__m512bh)_mm512_loadu_si512(column + v * 32);
#pragma GCC unroll 8
      for (int r = 0; r < R; ++r) {
        const auto factor = (__m512bh)_mm512_set1_epi32(*reinterpret_cast<const int*>(row[r] + at));
#pragma GCC unroll 8
        for (int v = 0; v < V; ++v) sum[r][v] = _mm512_dpbf16_ps(sum[r][v], factor, columns[v]);
      }
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) _mm512_storeu_ps(sums + r * stride + v * 16, sum[r][v]);
  }
}

template <int V>
constexpr std::array<void (*)(const Product&, const int64_t*, float*, int64_t), kRows> kTiles{
    add_tile<1, V>, add_tile<2, V>, add_tile<3, V>, add_tile<4, V>, add_tile<5, V>, add_tile<6, V>};

// Any number of rows, in tiles of about the same height; each sum is the same whatever the height of its tile.
void add_product(const Product& product, const std::vector<int64_t>& rows, int64_t columns, float* sums) {
  const auto& tiles = columns == kPanel ? kTiles<4> : kTiles<2>;
  const auto count = static_cast<int64_t>(rows.size());
  const auto parts = (count + kRows - 1) / kRows;
  for (int64_t part = 0; part < parts; ++part) {
    const auto from = count * part / parts, to = count * (part + 1) / parts;
    tiles[to - from - 1](product, rows.data() + from, sums + from * kPanel, kPanel);
  }
}

MEDTRAIN_BF16 void narrow_row(const float* from, int64_t count, Short* to) {
  for (int64_t at = 0; at < count; at += 16) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + at), (__m256i)_mm512_cvtneps_pbh(_mm512_loadu_ps(from + at)));
  }
}

// Two rows of `count` columns as pairs of one column each; without a second one the pairs end in zero.
MEDTRAIN_BF16 void zip(const Short* first, const Short* second, int64_t count, Short* to) {
  const auto low = _mm512_set_epi16(47, 15, 46, 14, 45, 13, 44, 12, 43, 11, 42, 10, 41, 9, 40, 8, 39, 7, 38, 6, 37, 5, 36, 4, 35, 3, 34, 2,
                                    33, 1, 32, 0);
  const auto high = _mm512_add_epi16(low, _mm512_set1_epi16(16));
  for (int64_t at = 0; at < count; at += 32) {
    const auto a = _mm512_loadu_si512(first + at), b = second ? _mm512_loadu_si512(second + at) : _mm512_setzero_si512();
    _mm512_storeu_si512(to + 2 * at, _mm512_permutex2var_epi16(a, low, b));
    _mm512_storeu_si512(to + 2 * at + 32, _mm512_permutex2var_epi16(a, high, b));
  }
}

// 16 rows of 16 pairs as 16 rows of the same pair of each.
MEDTRAIN_BF16 void transpose_pairs(const Short* from, int64_t row, Short* to, int64_t to_row) {
  __m512i a[16], b[16];
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i) a[i] = _mm512_loadu_si512(from + i * row);
#pragma GCC unroll 16
  for (int i = 0; i < 16; i += 2) {
    b[i] = _mm512_unpacklo_epi32(a[i], a[i + 1]);
    b[i + 1] = _mm512_unpackhi_epi32(a[i], a[i + 1]);
  }
#pragma GCC unroll 16
  for (int i = 0; i < 16; i += 4) {
    a[i] = _mm512_unpacklo_epi64(b[i], b[i + 2]);
    a[i + 1] = _mm512_unpackhi_epi64(b[i], b[i + 2]);
    a[i + 2] = _mm512_unpacklo_epi64(b[i + 1], b[i + 3]);
    a[i + 3] = _mm512_unpackhi_epi64(b[i + 1], b[i + 3]);
  }
  // a[4 g + j] holds, in its four quarters, pairs j, 4 + j, 8 + j and 12 + j of rows 4 g to 4 g + 3.
#pragma GCC unroll 16
  for (int j = 0; j < 4; ++j) {
    const auto even = _mm512_shuffle_i32x4(a[j], a[4 + j], 0x88), odd = _mm512_shuffle_i32x4(a[j], a[4 + j], 0xdd);
    const auto even2 = _mm512_shuffle_i32x4(a[8 + j], a[12 + j], 0x88), odd2 = _mm512_shuffle_i32x4(a[8 + j], a[12 + j], 0xdd);
    _mm512_storeu_si512(to + j * to_row, _mm512_shuffle_i32x4(even, even2, 0x88));
    _mm512_storeu_si512(to + (4 + j) * to_row, _mm512_shuffle_i32x4(odd, odd2, 0x88));
    _mm512_storeu_si512(to + (8 + j) * to_row, _mm512_shuffle_i32x4(even, even2, 0xdd));
    _mm512_storeu_si512(to + (12 + j) * to_row, _mm512_shuffle_i32x4(odd, odd2, 0xdd));
  }
}

at::Tensor room_for(int64_t shorts) { return at::empty({shorts}, at::kShort); }
Short* shorts_of(const at::Tensor& tensor) { return static_cast<Short*>(tensor.data_ptr()); }
int64_t panels_of(int64_t columns, int64_t width) { return (columns + width - 1) / width; }

// Each thread takes the next task when it is done with one: other programs and threads take their time from one and not from another.
template <typename Body>
void in_parallel(int64_t count, const Body& body) {
  std::atomic<int64_t> next{0};
  at::parallel_for(0, std::min<int64_t>(count, at::get_num_threads()), 1, [&](int64_t, int64_t) {
    for (auto task = next++; task < count; task = next++) body(task);
  });
}

// [rows, places, columns] as panels [columns / width, places, rows / 2, width, 2]: pairs of rows. An odd row's partner is zero.
at::Tensor panels_of_row_pairs(const Short* from, int64_t rows, int64_t places, int64_t columns, int64_t width) {
  const auto pairs = (rows + 1) / 2;
  const auto result = room_for(columns * places * pairs * 2);
  constexpr int64_t kNeighbours = 16;  // places that are read one after the other
  const auto groups = (places + kNeighbours - 1) / kNeighbours;
  in_parallel(panels_of(columns, width) * groups, [&](int64_t task) {
    const auto panel = task / groups, first = task % groups * kNeighbours, end = std::min(places, first + kNeighbours);
    const auto size = std::min(width, columns - panel * width);
    for (int64_t pair = 0; pair < pairs; ++pair) {
      for (int64_t place = first; place < end; ++place) {
        const auto* row = from + (2 * pair * places + place) * columns + panel * width;
        zip(row, 2 * pair + 1 < rows ? row + places * columns : nullptr, size,
            shorts_of(result) + (panel * width * places * pairs + (place * pairs + pair) * size) * 2);
      }
    }
  });
  return result;
}

// [rows, places, columns] as panels [rows / 64, places, columns / 2, 64, 2]: pairs of columns.
at::Tensor panels_of_column_pairs(const Short* from, int64_t rows, int64_t places, int64_t columns) {
  const auto result = room_for(rows * places * columns);
  in_parallel(panels_of(rows, kPanel) * places, [&](int64_t task) {
    const auto panel = task / places, place = task % places, size = std::min(kPanel, rows - panel * kPanel);
    auto* to = shorts_of(result) + (panel * kPanel * places + place * size) * columns;
    const auto* block = from + (panel * kPanel * places + place) * columns;
    for (int64_t column = 0; column < columns; column += 32) {
      for (int64_t row = 0; row < size; row += 16) {
        transpose_pairs(block + row * places * columns + column, places * columns, to + column * size + 2 * row, 2 * size);
      }
    }
  });
  return result;
}

// Along one axis: where a tap reads, from the place where its group's element begins.
struct Tap {
  int64_t index, shift;
  bool operator==(const Tap& other) const { return index == other.index && shift == other.shift; }
};

// Elements of one axis that the same taps reach.
struct Group {
  std::vector<Tap> taps;
  std::vector<std::array<int64_t, 2>> places;  // the element, and where its taps begin
};

void add_place(std::vector<Group>& groups, std::vector<Tap> taps, int64_t element, int64_t begin) {
  auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& known) { return known.taps == taps; });
  if (group == groups.end()) group = groups.insert(groups.end(), {std::move(taps), {}});
  group->places.push_back({element, begin});
}

// Of the output's elements: the taps that read the input.
std::vector<Group> reading_groups(const Shape& s, int axis) {
  std::vector<Group> groups;
  for (int64_t out = 0; out < s.out[axis]; ++out) {
    const auto begin = out * s.stride[axis] - s.padding[axis];
    std::vector<Tap> taps;
    for (int64_t k = 0; k < s.kernel[axis]; ++k) {
      const auto shift = k * s.dilation[axis];
      if (begin + shift >= 0 && begin + shift < s.size[axis]) taps.push_back({k, shift});
    }
    add_place(groups, std::move(taps), out, begin);
  }
  return groups;
}

// Of the input's elements: the taps by which the output has read them.
std::vector<Group> read_groups(const Shape& s, int axis) {
  std::vector<Group> groups;
  for (int64_t in = 0; in < s.size[axis]; ++in) {
    const auto begin = in / s.stride[axis];
    std::vector<Tap> taps;
    for (int64_t k = 0; k < s.kernel[axis]; ++k) {
      const auto scaled = in + s.padding[axis] - k * s.dilation[axis];
      if (scaled < 0 || scaled % s.stride[axis] != 0 || scaled / s.stride[axis] >= s.out[axis]) continue;
      taps.push_back({k, scaled / s.stride[axis] - begin});
    }
    add_place(groups, std::move(taps), in, begin);
  }
  return groups;
}

// One pass over maps `from` [N, H, W, C] to maps `to` [N, H', W', columns] with panels of weights.
struct Pass {
  int64_t n, channels, columns, kernel_width, taps;
  const Short* from;
  std::array<int64_t, 2> from_size;
  Short* to;
  std::array<int64_t, 2> to_size;
  const Short* panels;
  const float* bias;
};

// Consecutive elements of a pair of groups, as many as a task computes.
struct Part {
  const Group *rows, *columns;
  int64_t first, count;
};

std::vector<Part> parts_of(const Pass& pass, const std::vector<Group>& rows, const std::vector<Group>& columns) {
  constexpr int64_t kMost = 96;
  std::vector<Part> parts;
  for (const auto& row : rows) {
    for (const auto& column : columns) {
      const auto count = pass.n * static_cast<int64_t>(row.places.size() * column.places.size());
      for (int64_t first = 0; first < count; first += kMost) parts.push_back({&row, &column, first, std::min(kMost, count - first)});
    }
  }
  return parts;
}

void compute(const Pass& pass, const Part& part, int64_t panel) {
  const auto width = std::min(kPanel, pass.columns - panel * kPanel);
  std::vector<Segment> segments;
  for (const auto& row : part.rows->taps) {
    for (const auto& column : part.columns->taps) {
      segments.push_back({(row.shift * pass.from_size[1] + column.shift) * pass.channels,
                          (row.index * pass.kernel_width + column.index) * pass.channels * width});
    }
  }

  std::vector<int64_t> from(part.count), to(part.count);
  const auto row_count = static_cast<int64_t>(part.rows->places.size()), column_count = static_cast<int64_t>(part.columns->places.size());
  auto column = part.first % column_count, row = part.first / column_count % row_count, image = part.first / column_count / row_count;
  for (int64_t at = 0; at < part.count; ++at) {
    const auto [h, h_from] = part.rows->places[row];
    const auto [w, w_from] = part.columns->places[column];
    from[at] = ((image * pass.from_size[0] + h_from) * pass.from_size[1] + w_from) * pass.channels;
    to[at] = ((image * pass.to_size[0] + h) * pass.to_size[1] + w) * pass.columns + panel * kPanel;
    if (++column < column_count) continue;
    column = 0;
    if (++row < row_count) continue;
    row = 0;
    ++image;
  }

  std::vector<float> sums(part.count * kPanel);
  for (int64_t at = 0; pass.bias && at < part.count; ++at) std::copy_n(pass.bias + panel * kPanel, width, sums.data() + at * kPanel);
  const auto* columns = pass.panels + panel * kPanel * pass.taps * pass.channels;
  add_product({pass.from, 2, columns, segments, pass.channels / 2}, from, width, sums.data());
  for (int64_t at = 0; at < part.count; ++at) narrow_row(sums.data() + at * kPanel, width, pass.to + to[at]);
}

void run(const Pass& pass, const std::vector<Group>& rows, const std::vector<Group>& columns) {
  const auto parts = parts_of(pass, rows, columns);
  const auto count = static_cast<int64_t>(parts.size()), panels = panels_of(pass.columns, kPanel);
  // What is read again and again stays in the processor's cache: the weights where they fit, else one panel of them.
  const bool fit = pass.taps * pass.channels * pass.columns <= 1 << 17;
  in_parallel(panels * count, [&](int64_t task) {
    if (fit) compute(pass, parts[task / panels], task % panels);
    else compute(pass, parts[task % count], task / count);
  });
}

}  // namespace

bool is_supported() {
  static const bool has = [] {
    unsigned a = 0, b = 0, c = 0, d = 0;
    const bool has_amx = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d & (1u << 22)) != 0;
    return !has_amx && __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
  }();
  return has;
}

void forward(const Shape& s, const Short* x, const Short* weight, const float* bias, Short* y) {
  const auto taps = s.kernel[0] * s.kernel[1];
  const auto panels = panels_of_column_pairs(weight, s.o, taps, s.c);
  run({s.n, s.c, s.o, s.kernel[1], taps, x, {s.size[0], s.size[1]}, y, {s.out[0], s.out[1]}, shorts_of(panels), bias}, reading_groups(s, 0),
      reading_groups(s, 1));
}

void gradient_of_input(const Shape& s, const Short* dy, const Short* weight, Short* dx) {
  const auto taps = s.kernel[0] * s.kernel[1];
  const auto panels = panels_of_row_pairs(weight, s.o, taps, s.c, kPanel);
  run({s.n, s.o, s.c, s.kernel[1], taps, dy, {s.out[0], s.out[1]}, dx, {s.size[0], s.size[1]}, shorts_of(panels), nullptr}, read_groups(s, 0),
      read_groups(s, 1));
}

void gradient_of_weight(const Shape& s, const Short* dy, const Short* x, Short* dweight) {
  const auto pairs = (s.n + 1) / 2;  // of images: what is summed over
  const auto gradients = panels_of_row_pairs(dy, s.n, s.out[0] * s.out[1], s.o, kChannels);
  const auto maps = panels_of_row_pairs(x, s.n, s.size[0] * s.size[1], s.c, kPanel);
  std::vector<int64_t> rows(kChannels);
  for (int64_t r = 0; r < kChannels; ++r) rows[r] = 2 * r;

  const auto blocks = s.o / kChannels, kernel_rows = s.kernel[0];
  in_parallel(panels_of(s.c, kPanel) * blocks * kernel_rows, [&](int64_t task) {
    const auto panel = task / kernel_rows / blocks, block = task / kernel_rows % blocks, kh = task % kernel_rows;
    const auto width = std::min(kPanel, s.c - panel * kPanel);
    const auto* a = shorts_of(gradients) + block * kChannels * s.out[0] * s.out[1] * pairs * 2;
    const auto* b = shorts_of(maps) + panel * kPanel * s.size[0] * s.size[1] * pairs * 2;
    std::vector<float> sums(s.kernel[1] * kChannels * kPanel);
    std::vector<Segment> segments;
    const Product product{a, 2 * kChannels, b, segments, pairs};
    const auto add = [&](int64_t kw) {
      if (!segments.empty()) add_product(product, rows, width, sums.data() + kw * kChannels * kPanel);
      segments.clear();
    };
    // As many segments at a time as leave both operands in the processor's second cache.
    const auto most = std::max<int64_t>(1, (1 << 17) / (pairs * 2 * kPanel * 2));
    for (int64_t kw = 0; kw < s.kernel[1]; ++kw) {
      for (int64_t oh = 0; oh < s.out[0]; ++oh) {
        const auto h = oh * s.stride[0] - s.padding[0] + kh * s.dilation[0];
        if (h < 0 || h >= s.size[0]) continue;
        for (int64_t ow = 0; ow < s.out[1]; ++ow) {
          const auto w = ow * s.stride[1] - s.padding[1] + kw * s.dilation[1];
          if (w < 0 || w >= s.size[1]) continue;
          segments.push_back({(oh * s.out[1] + ow) * pairs * 2 * kChannels, (h * s.size[1] + w) * pairs * 2 * width});
          if (static_cast<int64_t>(segments.size()) >= most) add(kw);
        }
      }
      add(kw);
    }
    for (int64_t kw = 0; kw < s.kernel[1]; ++kw) {
      for (int64_t r = 0; r < kChannels; ++r) {
        auto* to = dweight + (((block * kChannels + r) * kernel_rows + kh) * s.kernel[1] + kw) * s.c + panel * kPanel;
        narrow_row(sums.data() + (kw * kChannels + r) * kPanel, width, to);
      }
    }
  });
}

}  // namespace medtrain::conv2d
#else
namespace medtrain::conv2d {

bool is_supported() { return false; }
void forward(const Shape&, const Short*, const Short*, const float*, Short*) {}
void gradient_of_input(const Shape&, const Short*, const Short*, Short*) {}
void gradient_of_weight(const Shape&, const Short*, const Short*, Short*) {}

}  // namespace medtrain::conv2d
#endif
