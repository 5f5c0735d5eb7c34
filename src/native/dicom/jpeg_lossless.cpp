// One frame of lossless JPEG with prediction from the left (ISO 10918-1 annex H, selection value 1: the transfer syntax of most
// compressed CT and MR). DCMTK decodes it too, at a quarter of the speed; what is not plain here, or is damaged, is left to it.
#include "dicom_file.hpp"

#include <array>
#include <memory>

namespace medtrain::dicom {

namespace {

constexpr int short_bits = 12;  // as many bits of the stream as are looked up at once

// Big-endian bits of an entropy-coded segment, without the zero that follows each 0xff in it.
class BitReader {
public:
    BitReader(const std::uint8_t* at, const std::uint8_t* end) : at_(at), end_(end) {}

    // Makes at least 32 bits available; zeros stand for what is behind the end.
    void fill() {
        while (count_ <= 56) {
            std::uint64_t byte = 0;
            if (at_ < end_ && (*at_ != 0xff || (at_ + 1 < end_ && at_[1] == 0))) {
                byte = *at_;
                at_ += *at_ == 0xff ? 2 : 1;
            } else {
                missing_ += 8;
            }
            bits_ |= byte << (56 - count_);
            count_ += 8;
        }
    }

    bool needs_fill() const { return count_ < 32; }
    std::uint32_t peek(int n) const { return static_cast<std::uint32_t>(bits_ >> (64 - n)); }

    void skip(int n) {
        bits_ <<= n;
        count_ -= n;
    }

    // Whether more bits were taken than there are.
    bool overrun() const { return count_ < missing_; }

private:
    const std::uint8_t* at_;
    const std::uint8_t* end_;
    std::uint64_t bits_ = 0;
    int count_ = 0;
    int missing_ = 0;
};

// The Huffman codes of difference sizes, and for short ones the difference itself.
class Differences {
public:
    // From the body of a DHT segment for table 0 (a size count for each of 16 lengths, then the sizes); false if it is none.
    bool read(const std::uint8_t* body, size_t length) {
        if (length < 17 || body[0] != 0) {
            return false;
        }
        const std::uint8_t* sizes = body + 17;
        std::uint32_t code = 0, read = 0;
        for (int bits = 1; bits <= 16; bits++, code <<= 1) {
            first_code_[bits] = code;
            first_size_[bits] = read;
            for (int i = 0; i < body[bits]; i++, code++, read++) {
                if (17 + read >= length || read >= sizes_.size() || sizes[read] > 16 || code >= 1u << bits) {
                    return false;
                }
                sizes_[read] = sizes[read];
                put_short(code, bits, sizes[read]);
            }
            end_code_[bits] = code;
        }
        return read > 0 && 17 + read == length;
    }

    // Takes one difference; false where the bits are no code.
    bool take(BitReader& reader, int& difference) const {
        const Short& found = short_[reader.peek(short_bits)];
        if (found.bits > 0) {
            reader.skip(found.bits);
            difference = found.difference;
            return true;
        }
        const std::uint32_t ahead = reader.peek(16);
        for (int bits = 1; bits <= 16; bits++) {
            const std::uint32_t code = ahead >> (16 - bits);
            if (code >= first_code_[bits] && code < end_code_[bits]) {
                reader.skip(bits);
                const int size = sizes_[first_size_[bits] + code - first_code_[bits]];
                difference = value(size == 0 || size == 16 ? 0 : reader.peek(size), size);
                reader.skip(size == 16 ? 0 : size);
                return true;
            }
        }
        return false;
    }

private:
    struct Short {
        std::int16_t difference = 0;
        std::uint8_t bits = 0;
    };

    // A difference of `size` bits: the lower half of the values is negative (table H.2).
    static int value(std::uint32_t bits, int size) {
        if (size == 16) {
            return 32768;
        }
        const int number = static_cast<int>(bits);
        return size > 0 && number < 1 << (size - 1) ? number - (1 << size) + 1 : number;
    }

    void put_short(std::uint32_t code, int bits, int size) {
        const int all = bits + size;
        if (all > short_bits) {
            return;
        }
        for (std::uint32_t extra = 0; extra < 1u << size; extra++) {
            const std::uint32_t first = (code << size | extra) << (short_bits - all);
            for (std::uint32_t rest = 0; rest < 1u << (short_bits - all); rest++) {
                short_[first | rest] = {static_cast<std::int16_t>(value(extra, size)), static_cast<std::uint8_t>(all)};
            }
        }
    }

    std::array<Short, 1 << short_bits> short_{};
    std::array<std::uint32_t, 17> first_code_{}, end_code_{}, first_size_{};
    std::array<std::uint8_t, 256> sizes_{};
};

bool is_frame_header(const std::uint8_t* body, size_t length, const PixelFacts& f) {
    return length == 9 && body[0] >= 2 && body[0] <= 16 && (body[0] > 8 ? 2 : 1) == f.sample_bytes() && (body[1] << 8 | body[2]) == f.rows
        && (body[3] << 8 | body[4]) == f.columns && body[5] == 1;
}

// One component, table 0, prediction from the left, no point transform.
bool is_scan_header(const std::uint8_t* body, size_t length) {
    return length == 6 && body[0] == 1 && (body[2] >> 4) == 0 && body[3] == 1 && body[4] == 0 && body[5] == 0;
}

template <typename Sample>
bool decode_scan(BitReader reader, const Differences& differences, int precision, const PixelFacts& f, Sample* target) {
    int above = 1 << (precision - 1);
    for (int row = 0; row < f.rows; row++, target += f.columns) {
        int left = above;
        for (int column = 0; column < f.columns; column++) {
            if (reader.needs_fill()) {
                reader.fill();
            }
            int difference = 0;
            if (!differences.take(reader, difference)) {
                return false;
            }
            left = (left + difference) & 0xffff;
            target[column] = static_cast<Sample>(left);
        }
        above = target[0];
        if (reader.overrun()) {
            return false;
        }
    }
    return true;
}

}  // namespace

bool decode_jpeg_lossless(const std::vector<std::uint8_t>& code, const PixelFacts& f, std::uint8_t* target) {
    const std::uint8_t* at = code.data();
    const std::uint8_t* end = at + code.size();
    if (f.samples != 1 || end - at < 4 || at[0] != 0xff || at[1] != 0xd8) {
        return false;
    }
    auto differences = std::make_unique<Differences>();
    bool has_table = false;
    int precision = 0;
    for (at += 2; end - at >= 4 && at[0] == 0xff;) {
        const int marker = at[1];
        const size_t segment = static_cast<size_t>(at[2] << 8 | at[3]);
        const std::uint8_t* body = at + 4;
        if (segment < 2 || static_cast<size_t>(end - at) < 2 + segment) {
            return false;
        }
        const size_t length = segment - 2;
        at = body + length;
        if (marker == 0xc4 && !has_table && differences->read(body, length)) {
            has_table = true;
        } else if (marker == 0xc3 && precision == 0 && is_frame_header(body, length, f)) {
            precision = body[0];
        } else if (marker == 0xda && has_table && precision > 0 && is_scan_header(body, length)) {
            const BitReader reader(at, end);
            return precision > 8 ? decode_scan(reader, *differences, precision, f, reinterpret_cast<std::uint16_t*>(target))
                                 : decode_scan(reader, *differences, precision, f, target);
        } else if ((marker & 0xf0) != 0xe0 && marker != 0xfe) {
            return false;  // a restart interval, another process, a second table
        }
    }
    return false;
}

}  // namespace medtrain::dicom
