// The compressed bytes of one frame, put together from the fragments of an encapsulated pixel data element (PS3.5 A.4).
#include "dicom_file.hpp"

namespace medtrain::dicom {

namespace {

using Bytes = std::vector<std::uint8_t>;

const Uint8* item_bytes(DcmPixelSequence& sequence, unsigned long index, Uint32& length) {
    DcmPixelItem* item = nullptr;
    Uint8* bytes = nullptr;
    if (sequence.getItem(item, index).bad() || item == nullptr) {
        throw Unreadable("a fragment of the compressed pixel data is missing");
    }
    length = item->getLength();
    if (length > 0 && (item->getUint8Array(bytes).bad() || bytes == nullptr)) {
        throw Unreadable("truncated: a fragment of the compressed pixel data ends early; copy or export it again");
    }
    return bytes;
}

void append(Bytes& frame, DcmPixelSequence& sequence, unsigned long index) {
    Uint32 length = 0;
    const Uint8* bytes = item_bytes(sequence, index, length);
    frame.insert(frame.end(), bytes, bytes + length);
}

// JPEG, JPEG-LS and JPEG 2000 streams begin with their own marker.
bool starts_a_frame(const Uint8* bytes, Uint32 length) {
    return length > 2 && bytes[0] == 0xff && (bytes[1] == 0xd8 || bytes[1] == 0x4f);
}

// First fragment (from 1) of every frame.
std::vector<unsigned long> first_fragments(DcmPixelSequence& sequence, int frames) {
    const unsigned long fragments = sequence.card() - 1;  // item 0 is the offset table
    std::vector<unsigned long> starts;
    if (frames == 1) {
        return {1};
    }
    if (fragments == static_cast<unsigned long>(frames)) {
        for (unsigned long i = 1; i <= fragments; i++) {
            starts.push_back(i);
        }
        return starts;
    }
    for (unsigned long i = 1; i <= fragments; i++) {
        Uint32 length = 0;
        const Uint8* bytes = item_bytes(sequence, i, length);
        if (starts_a_frame(bytes, length)) {
            starts.push_back(i);
        }
    }
    return starts;
}

}  // namespace

Bytes frame_bytes(DicomFile& file, int frame) {
    DcmElement* element = nullptr;
    file.dataset().findAndGetElement(DCM_PixelData, element);
    auto* pixels = dynamic_cast<DcmPixelData*>(element);
    DcmPixelSequence* sequence = nullptr;
    E_TransferSyntax key = EXS_Unknown;
    const DcmRepresentationParameter* parameter = nullptr;
    if (pixels != nullptr) {
        pixels->getOriginalRepresentationKey(key, parameter);
    }
    if (pixels == nullptr || pixels->getEncapsulatedRepresentation(key, parameter, sequence).bad() || sequence == nullptr
        || sequence->card() < 2) {
        throw Unreadable("the compressed pixel data hold no fragment");
    }
    const std::vector<unsigned long> starts = first_fragments(*sequence, file.facts.frames);
    if (starts.size() != static_cast<size_t>(file.facts.frames)) {
        throw Unreadable(
            "the compressed pixel data hold " + std::to_string(starts.size()) + " frames where NumberOfFrames says "
            + std::to_string(file.facts.frames));
    }
    const auto index = static_cast<size_t>(frame);
    const unsigned long end = index + 1 < starts.size() ? starts[index + 1] : sequence->card();
    Bytes bytes;
    for (unsigned long i = starts[index]; i < end; i++) {
        append(bytes, *sequence, i);
    }
    return bytes;
}

}  // namespace medtrain::dicom
