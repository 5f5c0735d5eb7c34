// Sums over the channels of maps [N, C, …] and a step over all their values, in both memory orders.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include <ATen/Parallel.h>

#if AT_PARALLEL_OPENMP && !defined(_OPENMP)
#error "without -fopenmp at::parallel_for runs on one thread"
#endif

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define MEDTRAIN_VECTORS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define MEDTRAIN_VECTORS
#endif

namespace medtrain {

// How values lie in memory, and the type they are computed in.
template <typename T>
struct Plain {
  using Stored = T;
  using Real = T;
  static T load(T value) { return value; }
  static T store(T value) { return value; }
};
struct BFloat {
  using Stored = uint16_t;
  using Real = float;
  static float load(uint16_t bits) {
    const uint32_t wide = static_cast<uint32_t>(bits) << 16;
    float value;
    std::memcpy(&value, &wide, sizeof(value));
    return value;
  }
  // To the nearest, ties to even; a NaN stays one.
  static uint16_t store(float value) {
    uint32_t bits;
    std::memcpy(&bits, &value, sizeof(bits));
    const uint32_t rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
    return static_cast<uint16_t>((bits & 0x7fffffff) > 0x7f800000 ? 0x7fc0 : rounded);
  }
};

// Mean and sum of squared deviations of so many values, merged exactly (Chan, Golub and LeVeque 1979).
struct Moments {
  double count = 0, mean = 0, squares = 0;
  void merge(const Moments& other) {
    if (other.count == 0) return;
    const double total = count + other.count, delta = other.mean - mean;
    squares += other.squares + delta * delta * count * other.count / total;
    mean += delta * other.count / total;
    count = total;
  }
};

// Each channel's numbers: y = max(x * scale + shift + what is added, 0); dx = g * scale + (x - mean) * slope + offset.
template <typename Real>
struct Affine {
  std::vector<Real> scale, shift, mean, slope, offset;
};

// ---- lines: rows of `width` values, one channel (or one of its copies) a column ----

template <typename T, typename Stored = typename T::Stored, typename Real = typename T::Real>
MEDTRAIN_VECTORS void line_sums(const Stored* __restrict x, int64_t lines, int64_t width, Real* __restrict sum) {
  for (int64_t c = 0; c < width; ++c) sum[c] = 0;
  for (int64_t r = 0; r < lines; ++r, x += width) {
    for (int64_t c = 0; c < width; ++c) sum[c] += T::load(x[c]);
  }
}

template <typename T, typename Stored = typename T::Stored, typename Real = typename T::Real>
MEDTRAIN_VECTORS void line_squares(const Stored* __restrict x, int64_t lines, int64_t width, const Real* __restrict mean,
                                   Real* __restrict squares) {
  for (int64_t c = 0; c < width; ++c) squares[c] = 0;
  for (int64_t r = 0; r < lines; ++r, x += width) {
    for (int64_t c = 0; c < width; ++c) {
      const Real deviation = T::load(x[c]) - mean[c];
      squares[c] += deviation * deviation;
    }
  }
}

template <typename T, typename Stored = typename T::Stored, typename Real = typename T::Real>
MEDTRAIN_VECTORS void line_forward(const Stored* __restrict x, Stored* __restrict y, int64_t lines, int64_t width,
                                   const Real* __restrict scale, const Real* __restrict shift) {
  for (int64_t r = 0; r < lines; ++r, x += width, y += width) {
    for (int64_t c = 0; c < width; ++c) {
      const Real value = T::load(x[c]) * scale[c] + shift[c];
      y[c] = T::store(value < 0 ? Real(0) : value);
    }
  }
}

template <typename T, typename Stored = typename T::Stored, typename Real = typename T::Real>
MEDTRAIN_VECTORS void line_forward(const Stored* __restrict x, const Stored* __restrict added, Stored* __restrict y, int64_t lines,
                                   int64_t width, const Real* __restrict scale, const Real* __restrict shift) {
  for (int64_t r = 0; r < lines; ++r, x += width, added += width, y += width) {
    for (int64_t c = 0; c < width; ++c) {
      const Real value = T::load(x[c]) * scale[c] + shift[c] + T::load(added[c]);
      y[c] = T::store(value < 0 ? Real(0) : value);
    }
  }
}

template <typename T, typename Stored = typename T::Stored, typename Real = typename T::Real>
MEDTRAIN_VECTORS void line_gradients(const Stored* __restrict x, const Stored* __restrict dy, int64_t lines, int64_t width,
                                     const Real* __restrict scale, const Real* __restrict shift, const Real* __restrict mean,
                                     Real* __restrict sum, Real* __restrict product) {
  for (int64_t c = 0; c < width; ++c) sum[c] = product[c] = 0;
  for (int64_t r = 0; r < lines; ++r, x += width, dy += width) {
    for (int64_t c = 0; c < width; ++c) {
      const Real value = T::load(x[c]), gradient = T::load(dy[c]);
      const Real g = value * scale[c] + shift[c] <= 0 ? Real(0) : gradient;
      sum[c] += g;
      product[c] += g * (value - mean[c]);
    }
  }
}

template <typename T, typename Stored = typename T::Stored, typename Real = typename T::Real>
MEDTRAIN_VECTORS void line_backward(const Stored* __restrict x, const Stored* __restrict dy, Stored* __restrict dx, int64_t lines,
                                    int64_t width, const Real* __restrict scale, const Real* __restrict shift,
                                    const Real* __restrict mean, const Real* __restrict slope, const Real* __restrict offset) {
  for (int64_t r = 0; r < lines; ++r, x += width, dy += width, dx += width) {
    for (int64_t c = 0; c < width; ++c) {
      const Real value = T::load(x[c]), gradient = T::load(dy[c]);
      const Real g = value * scale[c] + shift[c] <= 0 ? Real(0) : gradient;
      dx[c] = T::store(g * scale[c] + (value - mean[c]) * slope[c] + offset[c]);
    }
  }
}

// ---- stretches: values of one channel ----

template <typename T, typename Stored = typename T::Stored, typename Real = typename T::Real>
MEDTRAIN_VECTORS Real stretch_sum(const Stored* __restrict x, int64_t count) {
  Real sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t i = 0; i < count; ++i) sum += T::load(x[i]);
  return sum;
}

template <typename T, typename Stored = typename T::Stored, typename Real = typename T::Real>
MEDTRAIN_VECTORS Real stretch_squares(const Stored* __restrict x, int64_t count, Real mean) {
  Real sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t i = 0; i < count; ++i) sum += (T::load(x[i]) - mean) * (T::load(x[i]) - mean);
  return sum;
}

template <typename T, typename Stored = typename T::Stored, typename Real = typename T::Real>
MEDTRAIN_VECTORS void stretch_forward(const Stored* __restrict x, Stored* __restrict y, int64_t count, Real scale, Real shift) {
  for (int64_t i = 0; i < count; ++i) {
    const Real value = T::load(x[i]) * scale + shift;
    y[i] = T::store(value < 0 ? Real(0) : value);
  }
}

template <typename T, typename Stored = typename T::Stored, typename Real = typename T::Real>
MEDTRAIN_VECTORS void stretch_forward(const Stored* __restrict x, const Stored* __restrict added, Stored* __restrict y, int64_t count,
                                      Real scale, Real shift) {
  for (int64_t i = 0; i < count; ++i) {
    const Real value = T::load(x[i]) * scale + shift + T::load(added[i]);
    y[i] = T::store(value < 0 ? Real(0) : value);
  }
}

template <typename T, typename Stored = typename T::Stored, typename Real = typename T::Real>
MEDTRAIN_VECTORS void stretch_gradients(const Stored* __restrict x, const Stored* __restrict dy, int64_t count, Real scale, Real shift,
                                        Real mean, Real* sum, Real* product) {
  Real s = 0, p = 0;
#pragma omp simd reduction(+ : s, p)
  for (int64_t i = 0; i < count; ++i) {
    const Real value = T::load(x[i]), gradient = T::load(dy[i]);
    const Real g = value * scale + shift <= 0 ? Real(0) : gradient;
    s += g;
    p += g * (value - mean);
  }
  *sum = s;
  *product = p;
}

template <typename T, typename Stored = typename T::Stored, typename Real = typename T::Real>
MEDTRAIN_VECTORS void stretch_backward(const Stored* __restrict x, const Stored* __restrict dy, Stored* __restrict dx, int64_t count,
                                       Real scale, Real shift, Real mean, Real slope, Real offset) {
  for (int64_t i = 0; i < count; ++i) {
    const Real value = T::load(x[i]), gradient = T::load(dy[i]);
    const Real g = value * scale + shift <= 0 ? Real(0) : gradient;
    dx[i] = T::store(g * scale + (value - mean) * slope + offset);
  }
}

// ---- whole maps ----

// How a map [N, C, …] lies in memory (channels outermost or innermost), and the walks over it.
template <typename T>
class Maps {
 public:
  using Stored = typename T::Stored;
  using Real = typename T::Real;

  Maps(int64_t samples, int64_t channels, int64_t values, bool innermost)
      : samples_(samples), channels_(channels), values_(values), innermost_(innermost) {
    // Few channels: several positions side by side make a line that is worth a vector.
    while (innermost_ && channels_ * copies_ < kWide && values_ % (2 * copies_) == 0) copies_ *= 2;
    width_ = channels_ * copies_;
    lines_ = values_ / copies_;
  }

  // Values of one channel.
  int64_t values() const { return values_; }

  std::vector<Moments> moments(const Stored* x) const {
    std::vector<std::vector<Moments>> partial(kParts, std::vector<Moments>(channels_));
    in_parts([&](int64_t part, int64_t channel, int64_t first, int64_t count) {
      if (channel >= 0) {
        const Real mean = stretch_sum<T>(x + first, count) / static_cast<Real>(count);
        partial[part][channel].merge({double(count), mean, stretch_squares<T>(x + first, count, mean)});
        return;
      }
      thread_local std::vector<Real> mean, squares;
      mean.resize(width_), squares.resize(width_);
      line_sums<T>(x + first, count, width_, mean.data());
      for (auto& value : mean) value /= static_cast<Real>(count);
      line_squares<T>(x + first, count, width_, mean.data(), squares.data());
      for (int64_t c = 0; c < width_; ++c) partial[part][c % channels_].merge({double(count), mean[c], squares[c]});
    });
    for (int64_t part = 1; part < kParts; ++part) {
      for (int64_t c = 0; c < channels_; ++c) partial[0][c].merge(partial[part][c]);
    }
    return partial[0];
  }

  // `added` may be null.
  void forward(const Stored* x, const Stored* added, Stored* y, const Affine<Real>& given) const {
    const auto a = spread(given);
    walk([&](int64_t c, int64_t first, int64_t count) {
      if (c < 0 && added) line_forward<T>(x + first, added + first, y + first, count, width_, a.scale.data(), a.shift.data());
      else if (c < 0) line_forward<T>(x + first, y + first, count, width_, a.scale.data(), a.shift.data());
      else if (added) stretch_forward<T>(x + first, added + first, y + first, count, a.scale[c], a.shift[c]);
      else stretch_forward<T>(x + first, y + first, count, a.scale[c], a.shift[c]);
    });
  }

  void backward(const Stored* x, const Stored* dy, Stored* dx, const Affine<Real>& given) const {
    const auto a = spread(given);
    walk([&](int64_t c, int64_t first, int64_t count) {
      if (c < 0) {
        line_backward<T>(x + first, dy + first, dx + first, count, width_, a.scale.data(), a.shift.data(), a.mean.data(), a.slope.data(),
                         a.offset.data());
      } else {
        stretch_backward<T>(x + first, dy + first, dx + first, count, a.scale[c], a.shift[c], a.mean[c], a.slope[c], a.offset[c]);
      }
    });
  }

  // For each channel the sums of g and of g * (x - mean), where g is the gradient as it comes through the ReLU.
  void gradient_sums(const Stored* x, const Stored* dy, const Affine<Real>& given, std::vector<double>& sums,
                     std::vector<double>& products) const {
    const auto a = spread(given);
    std::vector<std::vector<double>> s(kParts, std::vector<double>(channels_)), p(kParts, std::vector<double>(channels_));
    in_parts([&](int64_t part, int64_t channel, int64_t first, int64_t count) {
      if (channel >= 0) {
        Real sum, product;
        stretch_gradients<T>(x + first, dy + first, count, a.scale[channel], a.shift[channel], a.mean[channel], &sum, &product);
        s[part][channel] += sum;
        p[part][channel] += product;
        return;
      }
      thread_local std::vector<Real> sum, product;
      sum.resize(width_), product.resize(width_);
      line_gradients<T>(x + first, dy + first, count, width_, a.scale.data(), a.shift.data(), a.mean.data(), sum.data(), product.data());
      for (int64_t c = 0; c < width_; ++c) {
        s[part][c % channels_] += sum[c];
        p[part][c % channels_] += product[c];
      }
    });
    for (int64_t part = 0; part < kParts; ++part) {
      for (int64_t c = 0; c < channels_; ++c) {
        sums[c] += s[part][c];
        products[c] += p[part][c];
      }
    }
  }

 private:
  static constexpr int64_t kWide = 64;
  static constexpr int64_t kParts = 16;       // the same whatever the number of threads, so that sums do not depend on it
  static constexpr int64_t kLines = 128;      // so many lines are summed in single precision before they join the total
  static constexpr int64_t kStretch = 1024;   // the same for values of one channel
  static constexpr int64_t kAlone = 1 << 15;  // so many values are not worth a second thread

  // A unit is a few lines, or one plane of one channel.
  int64_t units() const { return innermost_ ? (lines_ + kLines - 1) / kLines : samples_ * channels_; }

  // body(channel, first value, lines or values) over some units; the channel is -1 where lines hold all channels.
  template <typename Body>
  void visit(int64_t begin, int64_t end, const Body& body) const {
    const int64_t plane = values_ / samples_;
    for (int64_t unit = begin; unit < end; ++unit) {
      if (innermost_) {
        body(int64_t{-1}, unit * kLines * width_, std::min(kLines, lines_ - unit * kLines));
        continue;
      }
      for (int64_t i = 0; i < plane; i += kStretch) body(unit % channels_, unit * plane + i, std::min(kStretch, plane - i));
    }
  }

  template <typename Body>
  void walk(const Body& body) const {
    const int64_t grain = std::max<int64_t>(1, units() * kAlone / (values_ * channels_ + 1));
    at::parallel_for(0, units(), grain, [&](int64_t begin, int64_t end) { visit(begin, end, body); });
  }

  // body(part, …): what one part holds is visited by one thread, in order.
  template <typename Body>
  void in_parts(const Body& body) const {
    at::parallel_for(0, kParts, values_ * channels_ < kAlone ? kParts : 1, [&](int64_t begin, int64_t end) {
      for (int64_t part = begin; part < end; ++part) {
        visit(units() * part / kParts, units() * (part + 1) / kParts,
              [&](int64_t channel, int64_t first, int64_t count) { body(part, channel, first, count); });
      }
    });
  }

  // The channels' numbers for each column of a line.
  Affine<Real> spread(const Affine<Real>& given) const {
    Affine<Real> wide = given;
    for (auto* numbers : {&wide.scale, &wide.shift, &wide.mean, &wide.slope, &wide.offset}) {
      const auto once = *numbers;
      for (int64_t copy = 1; copy < copies_; ++copy) numbers->insert(numbers->end(), once.begin(), once.end());
    }
    return wide;
  }

  int64_t samples_, channels_, values_, lines_, width_;
  int64_t copies_ = 1;
  bool innermost_;
};

}  // namespace medtrain
