#include "torch_conv2d_tiles.h"
#include "torch_convolution.h"

#include <array>

namespace medtrain::conv2d {
namespace {

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
std::vector<Group> groups_of_outputs(const Shape& s, int axis) {
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
std::vector<Group> groups_of_inputs(const Shape& s, int axis) {
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
template <typename Number>
struct Pass {
  int64_t n, channels, columns, kernel_width, taps;
  const Number* from;
  std::array<int64_t, 2> from_size;
  Number* to;
  std::array<int64_t, 2> to_size;
  const Number* panels;
  const float* bias;
};

// Consecutive elements of a pair of groups, as many as a task computes.
struct Part {
  const Group *rows, *columns;
  int64_t first, count;
};

std::vector<Part> parts_of(int64_t n, const std::vector<Group>& rows, const std::vector<Group>& columns) {
  constexpr int64_t kMost = 96;
  std::vector<Part> parts;
  for (const auto& row : rows) {
    for (const auto& column : columns) {
      const auto count = n * static_cast<int64_t>(row.places.size() * column.places.size());
      for (int64_t first = 0; first < count; first += kMost) parts.push_back({&row, &column, first, std::min(kMost, count - first)});
    }
  }
  return parts;
}

template <typename Tiles>
void compute(const Pass<typename Tiles::Number>& pass, const Part& part, int64_t panel) {
  const auto width = std::min(Tiles::kPanel, pass.columns - panel * Tiles::kPanel);
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
    to[at] = ((image * pass.to_size[0] + h) * pass.to_size[1] + w) * pass.columns;
    if (++column < column_count) continue;
    column = 0;
    if (++row < row_count) continue;
    row = 0;
    ++image;
  }

  const auto first = panel * Tiles::kPanel;
  const Product<typename Tiles::Number> product{
      pass.from, Tiles::kTogether, pass.panels + first * pass.taps * pass.channels, width, segments, pass.channels / Tiles::kTogether};
  Tiles::write_rows(product, from.data(), part.count, pass.bias ? pass.bias + first : nullptr, pass.to + first, to.data());
}

template <typename Tiles>
void run(const Pass<typename Tiles::Number>& pass, const std::vector<Group>& rows, const std::vector<Group>& columns) {
  const auto parts = parts_of(pass.n, rows, columns);
  const auto count = static_cast<int64_t>(parts.size()), panels = medtrain::parts_of(pass.columns, Tiles::kPanel);
  // What is read again and again stays in the processor's cache: the weights where they fit, else one panel of them.
  const bool fit = pass.taps * pass.channels * pass.columns * static_cast<int64_t>(sizeof(typename Tiles::Number)) <= 1 << 18;
  in_parallel(panels * count, [&](int64_t task) {
    if (fit) compute<Tiles>(pass, parts[task / panels], task % panels);
    else compute<Tiles>(pass, parts[task % count], task / count);
  });
}

}  // namespace

template <typename Tiles>
void forward(const Shape& s, const typename Tiles::Number* x, const typename Tiles::Number* weight, const WeightOrder& order, const float* bias,
             typename Tiles::Number* y) {
  const auto taps = s.kernel[0] * s.kernel[1];
  const auto panels = Tiles::panels_of_rows({weight, s.o, taps, s.c, order.o, order.tap, order.c});
  run<Tiles>({s.n, s.c, s.o, s.kernel[1], taps, x, {s.size[0], s.size[1]}, y, {s.out[0], s.out[1]}, numbers_of<Tiles>(panels), bias},
             groups_of_outputs(s, 0), groups_of_outputs(s, 1));
}

template <typename Tiles>
void gradient_of_input(const Shape& s, const typename Tiles::Number* dy, const typename Tiles::Number* weight, const WeightOrder& order,
                       typename Tiles::Number* dx) {
  const auto taps = s.kernel[0] * s.kernel[1];
  const auto panels = Tiles::panels_of_columns({weight, s.o, taps, s.c, order.o, order.tap, order.c}, Tiles::kPanel);
  run<Tiles>({s.n, s.o, s.c, s.kernel[1], taps, dy, {s.out[0], s.out[1]}, dx, {s.size[0], s.size[1]}, numbers_of<Tiles>(panels), nullptr},
             groups_of_inputs(s, 0), groups_of_inputs(s, 1));
}

template <typename Tiles>
void gradient_of_weight(const Shape& s, const Block<typename Tiles::Number>& dy, const Block<typename Tiles::Number>& x,
                        typename Tiles::Number* dweight, const WeightOrder& order) {
  constexpr int64_t kPanel = Tiles::kPanel, kTogether = Tiles::kTogether;
  const auto depth = medtrain::parts_of(s.n, kTogether) * kTogether;  // images: what is summed over
  const auto gradients = Tiles::panels_of_columns(dy, kChannels), maps = Tiles::panels_of_columns(x, kPanel);
  std::vector<int64_t> rows(kChannels);
  for (int64_t r = 0; r < kChannels; ++r) rows[r] = kTogether * r;

  const auto blocks = s.o / kChannels, taps = s.kernel[0] * s.kernel[1];
  in_parallel(medtrain::parts_of(s.c, kPanel) * blocks * taps, [&](int64_t task) {
    const auto panel = task / taps / blocks, block = task / taps % blocks, tap = task % taps;
    const auto width = std::min(kPanel, s.c - panel * kPanel);
    std::vector<float> sums(kChannels * kPanel);
    std::vector<Segment> segments;
    const Product<typename Tiles::Number> product{numbers_of<Tiles>(gradients) + block * kChannels * s.out[0] * s.out[1] * depth,
                                                  kTogether * kChannels,
                                                  numbers_of<Tiles>(maps) + panel * kPanel * s.size[0] * s.size[1] * depth,
                                                  width,
                                                  segments,
                                                  depth / kTogether};
    const auto add = [&] {
      Tiles::add_rows(product, rows.data(), kChannels, sums.data());
      segments.clear();
    };
    const auto most = std::max<int64_t>(1, Tiles::kAtHand / (depth * kPanel * static_cast<int64_t>(sizeof(typename Tiles::Number))));
    for (int64_t oh = 0; oh < s.out[0]; ++oh) {
      const auto h = oh * s.stride[0] - s.padding[0] + tap / s.kernel[1] * s.dilation[0];
      if (h < 0 || h >= s.size[0]) continue;
      for (int64_t ow = 0; ow < s.out[1]; ++ow) {
        const auto w = ow * s.stride[1] - s.padding[1] + tap % s.kernel[1] * s.dilation[1];
        if (w < 0 || w >= s.size[1]) continue;
        segments.push_back({(oh * s.out[1] + ow) * depth * kChannels, (h * s.size[1] + w) * depth * width});
        if (static_cast<int64_t>(segments.size()) == most) add();
      }
    }
    add();
    for (int64_t r = 0; r < kChannels; ++r) {
      Tiles::write_sums(sums.data() + r * kPanel, width, dweight + (block * kChannels + r) * order.o + tap * order.tap + panel * kPanel * order.c,
                        order.c);
    }
  });
}

template void forward<Bf16Tiles>(const Shape&, const uint16_t*, const uint16_t*, const WeightOrder&, const float*, uint16_t*);
template void gradient_of_input<Bf16Tiles>(const Shape&, const uint16_t*, const uint16_t*, const WeightOrder&, uint16_t*);
template void gradient_of_weight<Bf16Tiles>(const Shape&, const Block<uint16_t>&, const Block<uint16_t>&, uint16_t*, const WeightOrder&);
template void forward<F32Tiles>(const Shape&, const float*, const float*, const WeightOrder&, const float*, float*);
template void gradient_of_input<F32Tiles>(const Shape&, const float*, const float*, const WeightOrder&, float*);
template void gradient_of_weight<F32Tiles>(const Shape&, const Block<float>&, const Block<float>&, float*, const WeightOrder&);

}  // namespace medtrain::conv2d
