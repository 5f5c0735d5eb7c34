// One JPEG-LS frame through CharLS.
#include "dicom_file.hpp"

#include <charls/charls.h>

#include <cstring>

namespace medtrain::dicom {

namespace {

// CharLS delivers 1 byte a sample up to 8 bits and 2 above, by plane when the stream is not interleaved.
void store(const std::vector<std::uint8_t>& decoded, bool by_plane, int decoded_bytes, const PixelFacts& f, std::uint8_t* target) {
    const auto size = static_cast<size_t>(f.sample_bytes());
    const auto pixels = static_cast<size_t>(f.pixels());
    const auto samples = static_cast<size_t>(f.samples);
    std::memset(target, 0, static_cast<size_t>(f.frame_bytes()));
    for (size_t i = 0; i < pixels * samples; i++) {
        const size_t to = by_plane ? (i % pixels) * samples + i / pixels : i;
        std::memcpy(target + to * size, &decoded[i * static_cast<size_t>(decoded_bytes)], static_cast<size_t>(decoded_bytes));
    }
}

}  // namespace

void decode_jpegls(const std::vector<std::uint8_t>& code, const PixelFacts& f, std::uint8_t* target) {
    try {
        charls::jpegls_decoder decoder{code, true};
        const charls::frame_info info = decoder.frame_info();
        const int decoded_bytes = info.bits_per_sample > 8 ? 2 : 1;
        if (info.width != static_cast<uint32_t>(f.columns) || info.height != static_cast<uint32_t>(f.rows)
            || info.component_count != f.samples || decoded_bytes > f.sample_bytes()) {
            throw Unreadable("the size, bits or colours of the JPEG-LS stream contradict the DICOM header");
        }
        std::vector<std::uint8_t> decoded(decoder.destination_size());
        decoder.decode(decoded);
        const bool by_plane = decoder.interleave_mode() == charls::interleave_mode::none && f.samples > 1;
        store(decoded, by_plane, decoded_bytes, f, target);
    } catch (const charls::jpegls_error&) {
        throw Unreadable("truncated or damaged: the JPEG-LS stream cannot be decoded whole");
    }
}

}  // namespace medtrain::dicom
