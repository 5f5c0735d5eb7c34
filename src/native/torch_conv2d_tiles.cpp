#include "torch_conv2d_tiles.h"
#include "torch_convolution.h"

#include <array>

namespace medtrain::conv2d {
namespace {

using namespace bf16;

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
    to[at] = ((image * pass.to_size[0] + h) * pass.to_size[1] + w) * pass.columns;
    if (++column < column_count) continue;
    column = 0;
    if (++row < row_count) continue;
    row = 0;
    ++image;
  }

  const auto first = panel * kPanel;
  const Product product{pass.from, 2, pass.panels + first * pass.taps * pass.channels, width, segments, pass.channels / 2};
  write_rows(product, from.data(), part.count, pass.bias ? pass.bias + first : nullptr, pass.to + first, to.data());
}

void run(const Pass& pass, const std::vector<Group>& rows, const std::vector<Group>& columns) {
  const auto parts = parts_of(pass, rows, columns);
  const auto count = static_cast<int64_t>(parts.size()), panels = panels_of(pass.columns);
  // What is read again and again stays in the processor's cache: the weights where they fit, else one panel of them.
  const bool fit = pass.taps * pass.channels * pass.columns <= 1 << 17;
  in_parallel(panels * count, [&](int64_t task) {
    if (fit) compute(pass, parts[task / panels], task % panels);
    else compute(pass, parts[task % count], task / count);
  });
}

}  // namespace

void forward(const Shape& s, const Short* x, const Short* weight, const float* bias, Short* y) {
  const auto taps = s.kernel[0] * s.kernel[1];
  const auto panels = panels_of_column_pairs(weight, s.o, taps, s.c);
  run({s.n, s.c, s.o, s.kernel[1], taps, x, {s.size[0], s.size[1]}, y, {s.out[0], s.out[1]}, shorts_of(panels), bias}, groups_of_outputs(s, 0),
      groups_of_outputs(s, 1));
}

void gradient_of_input(const Shape& s, const Short* dy, const Short* weight, Short* dx) {
  const auto taps = s.kernel[0] * s.kernel[1];
  const auto panels = panels_of_row_pairs(weight, s.o, taps, s.c, kPanel);
  run({s.n, s.o, s.c, s.kernel[1], taps, dy, {s.out[0], s.out[1]}, dx, {s.size[0], s.size[1]}, shorts_of(panels), nullptr}, groups_of_inputs(s, 0),
      groups_of_inputs(s, 1));
}

void gradient_of_weight(const Shape& s, const Short* dy, const Short* x, Short* dweight) {
  const auto pairs = (s.n + 1) / 2;  // of images: what is summed over
  const auto gradients = panels_of_row_pairs(dy, s.n, s.out[0] * s.out[1], s.o, kChannels);
  const auto maps = panels_of_row_pairs(x, s.n, s.size[0] * s.size[1], s.c, kPanel);
  std::vector<int64_t> rows(kChannels);
  for (int64_t r = 0; r < kChannels; ++r) rows[r] = 2 * r;

  const auto blocks = s.o / kChannels, taps = s.kernel[0] * s.kernel[1];
  in_parallel(panels_of(s.c) * blocks * taps, [&](int64_t task) {
    const auto panel = task / taps / blocks, block = task / taps % blocks, tap = task % taps;
    const auto width = std::min(kPanel, s.c - panel * kPanel);
    std::vector<float> sums(kChannels * kPanel);
    std::vector<Segment> segments;
    const Product product{shorts_of(gradients) + block * kChannels * s.out[0] * s.out[1] * pairs * 2, 2 * kChannels,
                          shorts_of(maps) + panel * kPanel * s.size[0] * s.size[1] * pairs * 2, width, segments, pairs};
    const auto add = [&] {
      add_rows(product, rows.data(), kChannels, sums.data());
      segments.clear();
    };
    // As many segments at a time as leave both operands in the processor's second cache.
    const auto most = std::max<int64_t>(1, (1 << 17) / (pairs * 2 * kPanel * 2));
    for (int64_t oh = 0; oh < s.out[0]; ++oh) {
      const auto h = oh * s.stride[0] - s.padding[0] + tap / s.kernel[1] * s.dilation[0];
      if (h < 0 || h >= s.size[0]) continue;
      for (int64_t ow = 0; ow < s.out[1]; ++ow) {
        const auto w = ow * s.stride[1] - s.padding[1] + tap % s.kernel[1] * s.dilation[1];
        if (w < 0 || w >= s.size[1]) continue;
        segments.push_back({(oh * s.out[1] + ow) * pairs * 2 * kChannels, (h * s.size[1] + w) * pairs * 2 * width});
        if (static_cast<int64_t>(segments.size()) == most) add();
      }
    }
    add();
    for (int64_t r = 0; r < kChannels; ++r) {
      narrow_row(sums.data() + r * kPanel, width, dweight + ((block * kChannels + r) * taps + tap) * s.c + panel * kPanel);
    }
  });
}

}  // namespace medtrain::conv2d
