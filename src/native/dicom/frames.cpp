// Frames of stored values: uncompressed ones read directly, compressed ones through DCMTK, OpenJPEG, CharLS or the decoder here.
#include "dicom_file.hpp"

#include <algorithm>
#include <cstring>

namespace medtrain::dicom {

namespace {

enum class Decoder { dcmtk, jpeg2000, jpegls, jpeg_lossless };

Decoder decoder_of(E_TransferSyntax xfer) {
    switch (xfer) {
        case EXS_JPEG2000LosslessOnly: case EXS_JPEG2000: case EXS_JPEG2000MulticomponentLosslessOnly: case EXS_JPEG2000Multicomponent:
            return Decoder::jpeg2000;
        case EXS_JPEGLSLossless: case EXS_JPEGLSLossy:
            return Decoder::jpegls;
        case EXS_JPEGProcess14SV1:
            return Decoder::jpeg_lossless;
        default:
            return Decoder::dcmtk;
    }
}

DcmElement& pixel_element(DcmDataset& data) {
    DcmElement* element = nullptr;
    for (const DcmTagKey& tag : {DCM_PixelData, DCM_FloatPixelData, DCM_DoubleFloatPixelData}) {
        if (data.findAndGetElement(tag, element).good() && element != nullptr) {
            return *element;
        }
    }
    throw Unreadable("a DICOM file without pixel data");
}

std::int64_t bytes_of_bits(std::int64_t bits) { return (bits + 7) / 8; }

void check_native_length(DcmElement& element, const PixelFacts& f) {
    const std::int64_t needed = bytes_of_bits(f.stored_frame_bits() * f.frames);
    const std::int64_t there = element.getLength();
    if (there < needed) {
        throw Unreadable(
            "truncated: " + std::to_string(there) + " of " + std::to_string(needed)
            + " bytes of pixel data are there; copy or export it again");
    }
    if (needed > UINT32_MAX) {
        throw Unreadable("more than 4 GiB of uncompressed pixels");
    }
}

void read_native(DicomFile& file, DcmElement& element, std::int64_t offset, std::int64_t count, std::uint8_t* target) {
    if (element.getPartialValue(target, static_cast<Uint32>(offset), static_cast<Uint32>(count), &file.cache).bad()) {
        throw Unreadable("truncated: the pixel data end early; copy or export it again");
    }
}

// Bits are packed without gaps from frame to frame, the first in the lowest bit (PS3.5 8.1.1).
void unpack_bits(DicomFile& file, DcmElement& element, int frame, std::uint8_t* target) {
    const std::int64_t bits = file.facts.pixels();
    const std::int64_t first = bits * frame;
    const std::int64_t first_byte = first / 8 & ~std::int64_t{1};  // whole words, for big-endian files
    const std::int64_t stored = element.getLength();
    const std::int64_t end = std::min(stored, (bytes_of_bits(first + bits) + 1) & ~std::int64_t{1});
    std::vector<std::uint8_t> packed(static_cast<size_t>(end - first_byte));
    read_native(file, element, first_byte, end - first_byte, packed.data());
    for (std::int64_t i = 0; i < bits; i++) {
        const std::int64_t bit = first + i - 8 * first_byte;
        target[i] = packed[static_cast<size_t>(bit / 8)] >> (bit % 8) & 1;
    }
}

// Y1 Y2 Cb Cr for two pixels becomes Y Cb Cr for each.
void spread_chroma(DicomFile& file, DcmElement& element, int frame, std::uint8_t* target) {
    const std::int64_t bytes = file.facts.stored_frame_bits() / 8;
    if (file.facts.bits_allocated != 8 || file.facts.columns % 2 != 0) {
        throw Unreadable("YBR_FULL_422 pixels that are not 8-bit or have an odd number of columns");
    }
    std::vector<std::uint8_t> packed(static_cast<size_t>(bytes));
    read_native(file, element, bytes * frame, bytes, packed.data());
    for (size_t pair = 0; 4 * pair < packed.size(); pair++) {
        const std::uint8_t* from = &packed[4 * pair];
        const std::uint8_t pixels[6] = {from[0], from[2], from[3], from[1], from[2], from[3]};
        std::memcpy(target + 6 * pair, pixels, 6);
    }
}

// 32-bit values that a big-endian file holds as 16-bit words: DCMTK turned each word, the two words are still exchanged.
void exchange_words(std::uint8_t* target, std::int64_t bytes) {
    for (std::int64_t i = 0; i + 4 <= bytes; i += 4) {
        std::swap(target[i], target[i + 2]);
        std::swap(target[i + 1], target[i + 3]);
    }
}

void native_frame(DicomFile& file, int frame, std::uint8_t* target) {
    const PixelFacts& f = file.facts;
    DcmElement& element = pixel_element(file.dataset());
    if (f.bits_allocated == 1) {
        unpack_bits(file, element, frame, target);
    } else if (f.has_native_chroma_subsampling()) {
        spread_chroma(file, element, frame, target);
    } else {
        read_native(file, element, f.frame_bytes() * frame, f.frame_bytes(), target);
        const bool words = element.getVR() == EVR_OW || element.getVR() == EVR_ox || element.getVR() == EVR_PixelData;
        if (f.bits_allocated == 32 && words && DcmXfer(f.xfer).isBigEndian()) {
            exchange_words(target, f.frame_bytes());
        }
    }
}

void planes_to_pixels(const PixelFacts& f, std::uint8_t* target) {
    const size_t size = static_cast<size_t>(f.sample_bytes());
    const auto pixels = static_cast<size_t>(f.pixels());
    const std::vector<std::uint8_t> planes(target, target + f.frame_bytes());
    for (size_t s = 0; s < static_cast<size_t>(f.samples); s++) {
        for (size_t i = 0; i < pixels; i++) {
            std::memcpy(target + (i * f.samples + s) * size, &planes[(s * pixels + i) * size], size);
        }
    }
}

// The colours as DCMTK's decoders deliver them: after JPEG by pixel unless the file says by plane, after RLE as the file says.
std::string dcmtk_frame(DicomFile& file, int frame, std::uint8_t* target) {
    const PixelFacts& f = file.facts;
    if (frame != file.next_frame) {
        file.next_fragment = 0;
    }
    auto& element = static_cast<DcmPixelData&>(pixel_element(file.dataset()));
    // DCMTK wants an even size.
    std::vector<std::uint8_t> padded(f.frame_bytes() & 1 ? static_cast<size_t>(f.frame_bytes()) + 1 : 0);
    std::uint8_t* buffer = padded.empty() ? target : padded.data();
    const auto size = static_cast<Uint32>(f.frame_bytes() + (f.frame_bytes() & 1));
    std::memset(buffer, 0, size);  // a damaged stream may end early without an error
    OFString photometric;
    const OFCondition done = element.getUncompressedFrame(
        &file.dataset(), static_cast<Uint32>(frame), file.next_fragment, buffer, size, photometric, &file.cache);
    if (done.bad()) {
        // Written by some converters: a compressed transfer syntax around uncompressed frames.
        const std::vector<std::uint8_t> stored = frame_bytes(file, frame);
        const bool is_jpeg = stored.size() > 2 && stored[0] == 0xff && stored[1] == 0xd8;
        if (is_jpeg || static_cast<std::int64_t>(stored.size()) != f.frame_bytes()) {
            throw Unreadable(
                "frame " + std::to_string(frame) + " cannot be decompressed: it is damaged, truncated or of a kind that is not read");
        }
        std::memcpy(target, stored.data(), stored.size());
    } else {
        file.next_frame = frame + 1;
        if (buffer != target) {
            std::memcpy(target, buffer, static_cast<size_t>(f.frame_bytes()));
        }
    }
    Uint16 planar = 0;
    file.dataset().findAndGetUint16(DCM_PlanarConfiguration, planar);
    if (f.samples > 1 && planar == 1) {
        planes_to_pixels(f, target);
    }
    return photometric.empty() ? f.photometric : std::string(photometric.c_str());
}

// What the decoder here leaves alone, and fragments that are not plainly frames, are DCMTK's to read or to refuse.
std::string lossless_frame(DicomFile& file, int frame, std::uint8_t* target) {
    try {
        if (decode_jpeg_lossless(frame_bytes(file, frame), file.facts, target)) {
            return file.facts.photometric;
        }
    } catch (const Unreadable&) {
    }
    return dcmtk_frame(file, frame, target);
}

std::string compressed_frame(DicomFile& file, int frame, std::uint8_t* target) {
    switch (decoder_of(file.facts.xfer)) {
        case Decoder::jpeg2000:
            decode_jpeg2000(frame_bytes(file, frame), file.facts, target);
            return file.facts.photometric == "YBR_ICT" || file.facts.photometric == "YBR_RCT" ? "RGB" : file.facts.photometric;
        case Decoder::jpegls:
            decode_jpegls(frame_bytes(file, frame), file.facts, target);
            return file.facts.photometric;
        case Decoder::jpeg_lossless:
            return lossless_frame(file, frame, target);
        default:
            return dcmtk_frame(file, frame, target);
    }
}

}  // namespace

std::string decode_frames(DicomFile& file, int first, int count, std::uint8_t* target, std::int64_t size) {
    const PixelFacts& f = file.facts;
    if (first < 0 || count < 1 || first + count > f.frames || size != f.frame_bytes() * count) {
        throw Unreadable(
            "frames " + std::to_string(first) + " to " + std::to_string(first + count - 1) + " of " + std::to_string(f.frames)
            + " do not exist");
    }
    std::string photometric = f.photometric;
    if (!f.encapsulated) {
        check_native_length(pixel_element(file.dataset()), f);
    }
    for (int i = 0; i < count; i++, target += f.frame_bytes()) {
        if (f.encapsulated) {
            photometric = compressed_frame(file, first + i, target);
            continue;
        }
        native_frame(file, first + i, target);
        if (f.planar == 1 && !f.has_native_chroma_subsampling()) {
            planes_to_pixels(f, target);
        }
    }
    return f.has_native_chroma_subsampling() ? "YBR_FULL" : photometric;
}

}  // namespace medtrain::dicom
