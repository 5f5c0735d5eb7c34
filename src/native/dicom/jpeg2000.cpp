// One JPEG 2000 frame through OpenJPEG, strict: a truncated code stream is an error.
#include "dicom_file.hpp"

#include <openjpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace medtrain::dicom {

namespace {

struct Source {
    const std::vector<std::uint8_t>& bytes;
    size_t at = 0;
};

OPJ_SIZE_T read_some(void* target, OPJ_SIZE_T count, void* state) {
    auto& source = *static_cast<Source*>(state);
    const size_t available = source.bytes.size() - source.at;
    if (available == 0) {
        return static_cast<OPJ_SIZE_T>(-1);
    }
    const size_t given = std::min<size_t>(count, available);
    std::memcpy(target, source.bytes.data() + source.at, given);
    source.at += given;
    return given;
}

OPJ_OFF_T skip_some(OPJ_OFF_T count, void* state) {
    auto& source = *static_cast<Source*>(state);
    if (count < 0 || static_cast<size_t>(count) > source.bytes.size() - source.at) {
        source.at = source.bytes.size();
        return -1;
    }
    source.at += static_cast<size_t>(count);
    return count;
}

OPJ_BOOL seek_to(OPJ_OFF_T position, void* state) {
    auto& source = *static_cast<Source*>(state);
    if (position < 0 || static_cast<size_t>(position) > source.bytes.size()) {
        return OPJ_FALSE;
    }
    source.at = static_cast<size_t>(position);
    return OPJ_TRUE;
}

using Codec = std::unique_ptr<opj_codec_t, decltype(&opj_destroy_codec)>;
using Stream = std::unique_ptr<opj_stream_t, decltype(&opj_stream_destroy)>;
using Image = std::unique_ptr<opj_image_t, decltype(&opj_image_destroy)>;

Stream stream_of(Source& source) {
    Stream stream(opj_stream_default_create(OPJ_TRUE), &opj_stream_destroy);
    opj_stream_set_user_data(stream.get(), &source, nullptr);
    opj_stream_set_user_data_length(stream.get(), source.bytes.size());
    opj_stream_set_read_function(stream.get(), read_some);
    opj_stream_set_skip_function(stream.get(), skip_some);
    opj_stream_set_seek_function(stream.get(), seek_to);
    return stream;
}

void check_components(const opj_image_t& image, const PixelFacts& f) {
    bool fits = image.numcomps == static_cast<OPJ_UINT32>(f.samples) && f.bits_allocated <= 32;
    for (OPJ_UINT32 c = 0; fits && c < image.numcomps; c++) {
        const opj_image_comp_t& component = image.comps[c];
        fits = component.w == static_cast<OPJ_UINT32>(f.columns) && component.h == static_cast<OPJ_UINT32>(f.rows)
            && component.prec <= static_cast<OPJ_UINT32>(f.bits_allocated);
    }
    if (!fits) {
        throw Unreadable("the size, bits or colours of the JPEG 2000 stream contradict the DICOM header");
    }
}

// Where header and stream disagree on the sign, the stream's bits are read with the header's sign.
OPJ_INT32 with_sign_of_header(OPJ_INT32 value, const opj_image_comp_t& component, bool is_signed) {
    if (is_signed == (component.sgnd != 0) || component.prec >= 32) {
        return value;
    }
    const OPJ_UINT32 unused = 32 - component.prec;
    const OPJ_UINT32 bits = static_cast<OPJ_UINT32>(value) << unused;
    return is_signed ? static_cast<OPJ_INT32>(bits) >> unused : static_cast<OPJ_INT32>(bits >> unused);
}

void store(const opj_image_t& image, const PixelFacts& f, std::uint8_t* target) {
    const auto size = static_cast<size_t>(f.sample_bytes());
    const auto pixels = static_cast<size_t>(f.pixels());
    for (OPJ_UINT32 c = 0; c < image.numcomps; c++) {
        const opj_image_comp_t& component = image.comps[c];
        if (component.data == nullptr) {
            throw Unreadable("the JPEG 2000 stream is truncated or damaged");
        }
        for (size_t i = 0; i < pixels; i++) {
            const OPJ_INT32 value = with_sign_of_header(component.data[i], component, f.is_signed);
            std::memcpy(target + (i * image.numcomps + c) * size, &value, size);  // little-endian: the low bytes
        }
    }
}

}  // namespace

void decode_jpeg2000(const std::vector<std::uint8_t>& code, const PixelFacts& f, std::uint8_t* target) {
    const bool boxed = code.size() > 12 && std::memcmp(code.data() + 4, "jP  ", 4) == 0;
    Source source{code};
    const Stream stream = stream_of(source);
    const Codec codec(opj_create_decompress(boxed ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K), &opj_destroy_codec);
    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    opj_setup_decoder(codec.get(), &parameters);
    opj_decoder_set_strict_mode(codec.get(), OPJ_TRUE);
    opj_image_t* header = nullptr;
    if (!opj_read_header(stream.get(), codec.get(), &header)) {
        opj_image_destroy(header);
        throw Unreadable("the JPEG 2000 stream has no valid header");
    }
    const Image image(header, &opj_image_destroy);
    check_components(*image, f);  // before memory is taken for the pixels
    if (!opj_decode(codec.get(), stream.get(), image.get()) || !opj_end_decompress(codec.get(), stream.get())) {
        throw Unreadable("truncated or damaged: the JPEG 2000 stream cannot be decoded whole");
    }
    check_components(*image, f);
    store(*image, f, target);
}

}  // namespace medtrain::dicom
