// The tags that reading and placing an image needs, as JSON. Nothing that identifies a patient or a study is among them.
#include "dicom_file.hpp"

namespace medtrain::dicom {

namespace {

// All finite numbers of a DS, IS, FD, US or SS attribute; empty if it is absent or any value is none.
std::vector<double> numbers(DcmItem& item, const DcmTagKey& tag) {
    std::vector<double> values;
    DcmElement* element = nullptr;
    if (item.findAndGetElement(tag, element).bad() || element == nullptr) {
        return values;
    }
    const unsigned long count = element->getVM();
    for (unsigned long i = 0; i < count && i < 100000; i++) {
        Float64 value = 0;
        Uint16 word = 0;
        Sint16 signed_word = 0;
        if (element->getFloat64(value, i).good()) {
            values.push_back(value);
        } else if (element->getUint16(word, i).good()) {
            values.push_back(word);
        } else if (element->getSint16(signed_word, i).good()) {
            values.push_back(signed_word);
        } else {
            return {};
        }
    }
    return values;
}

void put_numbers(JsonWriter& json, const char* key, DcmItem& item, const DcmTagKey& tag, size_t wanted) {
    const std::vector<double> values = numbers(item, tag);
    if (values.empty() || (wanted != 0 && values.size() != wanted)) {
        return;
    }
    json.begin_array(key);
    for (const double value : values) {
        json.number(nullptr, value);
    }
    json.end_array();
}

void put_number(JsonWriter& json, const char* key, DcmItem& item, const DcmTagKey& tag) {
    const std::vector<double> values = numbers(item, tag);
    if (!values.empty()) {
        json.number(key, values[0]);
    }
}

void put_text(JsonWriter& json, const char* key, DcmItem& item, const DcmTagKey& tag) {
    OFString value;
    if (item.findAndGetOFStringArray(tag, value).good() && !value.empty()) {
        const size_t end = value.find_last_not_of(" \0");
        json.string(key, std::string(value.c_str(), end == OFString_npos ? 0 : end + 1));
    }
}

DcmItem* first_item(DcmItem& item, const DcmTagKey& sequence) {
    DcmItem* found = nullptr;
    return item.findAndGetSequenceItem(sequence, found, 0).good() ? found : nullptr;
}

// Entries of a LUT data element, 8 or 16 bits each; 8-bit entries may be packed two to a word.
std::vector<std::uint16_t> lut_entries(DcmItem& item, const DcmTagKey& tag, size_t count, int bits) {
    DcmElement* element = nullptr;
    std::vector<std::uint16_t> entries;
    if (item.findAndGetElement(tag, element).bad() || element == nullptr) {
        return entries;
    }
    const size_t bytes = element->getLength();
    Uint16* words = nullptr;
    Uint8* single = nullptr;
    if (element->getUint16Array(words).good() && words != nullptr) {
        if (bytes >= 2 * count) {
            entries.assign(words, words + count);
        } else if (bits <= 8 && bytes >= count) {
            for (size_t i = 0; i < count; i++) {
                entries.push_back((words[i / 2] >> (8 * (i % 2))) & 0xff);
            }
        }
    } else if (element->getUint8Array(single).good() && single != nullptr && bytes >= count) {
        entries.assign(single, single + count);
    }
    return entries;
}

// A LUT as {first, bits, entries}; descriptor = number of entries (0 = 65536), first input value, bits per entry (PS3.3 C.11.1.1).
void put_lut(JsonWriter& json, const char* key, DcmItem& item, const DcmTagKey& descriptor, const DcmTagKey& data, bool is_signed) {
    const std::vector<double> d = numbers(item, descriptor);
    if (d.size() != 3) {
        return;
    }
    const size_t count = d[0] == 0 ? 65536 : static_cast<std::uint16_t>(static_cast<int>(d[0]));
    const int bits = static_cast<int>(d[2]);
    const auto first_word = static_cast<std::uint16_t>(static_cast<int>(d[1]));
    const std::vector<std::uint16_t> entries = lut_entries(item, data, count, bits);
    if (entries.empty()) {
        return;
    }
    json.begin_object(key);
    json.integer("first", is_signed ? static_cast<std::int16_t>(first_word) : first_word);
    json.integer("bits", bits);
    json.begin_array("entries");
    for (const std::uint16_t entry : entries) {
        json.integer(nullptr, entry);
    }
    json.end_array();
    json.end_object();
}

void put_plane(JsonWriter& json, DcmItem& item) {
    put_numbers(json, "position", item, DCM_ImagePositionPatient, 3);
    put_numbers(json, "orientation", item, DCM_ImageOrientationPatient, 6);
}

void put_measures(JsonWriter& json, DcmItem& item) {
    put_numbers(json, "pixel_spacing", item, DCM_PixelSpacing, 2);
    put_number(json, "slice_thickness", item, DCM_SliceThickness);
    put_number(json, "spacing_between_slices", item, DCM_SpacingBetweenSlices);
}

void put_rescale(JsonWriter& json, DcmItem& item) {
    put_number(json, "rescale_slope", item, DCM_RescaleSlope);
    put_number(json, "rescale_intercept", item, DCM_RescaleIntercept);
    put_text(json, "rescale_type", item, DCM_RescaleType);
}

void put_window(JsonWriter& json, DcmItem& item) {
    put_numbers(json, "window_center", item, DCM_WindowCenter, 0);
    put_numbers(json, "window_width", item, DCM_WindowWidth, 0);
    put_text(json, "voi_function", item, DCM_VOILUTFunction);
}

// A functional group macro: the frame's own, else the one shared by all frames (PS3.3 C.7.6.16).
DcmItem* group(DcmItem* frame, DcmItem* shared, const DcmTagKey& macro) {
    DcmItem* found = frame == nullptr ? nullptr : first_item(*frame, macro);
    return found != nullptr || shared == nullptr ? found : first_item(*shared, macro);
}

void put_frame(JsonWriter& json, DcmItem* frame, DcmItem* shared) {
    json.begin_object();
    if (DcmItem* macro = group(frame, shared, DCM_PlanePositionSequence)) {
        put_numbers(json, "position", *macro, DCM_ImagePositionPatient, 3);
    }
    if (DcmItem* macro = group(frame, shared, DCM_PlaneOrientationSequence)) {
        put_numbers(json, "orientation", *macro, DCM_ImageOrientationPatient, 6);
    }
    if (DcmItem* macro = group(frame, shared, DCM_PixelMeasuresSequence)) {
        put_measures(json, *macro);
    }
    if (DcmItem* macro = group(frame, shared, DCM_PixelValueTransformationSequence)) {
        put_rescale(json, *macro);
    }
    if (DcmItem* macro = group(frame, shared, DCM_FrameVOILUTSequence)) {
        put_window(json, *macro);
    }
    if (DcmItem* macro = group(frame, shared, DCM_FrameContentSequence)) {
        put_number(json, "temporal_index", *macro, DCM_TemporalPositionIndex);
        put_number(json, "stack_position", *macro, DCM_InStackPositionNumber);
    }
    if (DcmItem* macro = group(frame, shared, DCM_SegmentIdentificationSequence)) {
        put_number(json, "segment", *macro, DCM_ReferencedSegmentNumber);
    }
    json.end_object();
}

void put_frames(JsonWriter& json, DcmItem& data, int frames) {
    DcmItem* shared = first_item(data, DCM_SharedFunctionalGroupsSequence);
    if (shared == nullptr && !data.tagExists(DCM_PerFrameFunctionalGroupsSequence)) {
        return;
    }
    json.begin_array("frame_groups");
    for (int i = 0; i < frames; i++) {
        DcmItem* frame = nullptr;
        data.findAndGetSequenceItem(DCM_PerFrameFunctionalGroupsSequence, frame, i);
        put_frame(json, frame, shared);
    }
    json.end_array();
}

void put_luts(JsonWriter& json, DcmItem& data, const PixelFacts& facts) {
    if (DcmItem* lut = first_item(data, DCM_ModalityLUTSequence)) {
        put_lut(json, "modality_lut", *lut, DCM_LUTDescriptor, DCM_LUTData, facts.is_signed);
    }
    if (DcmItem* lut = first_item(data, DCM_VOILUTSequence)) {
        put_lut(json, "voi_lut", *lut, DCM_LUTDescriptor, DCM_LUTData, facts.is_signed);
    }
    if (facts.photometric == "PALETTE COLOR") {
        put_lut(json, "palette_red", data, DCM_RedPaletteColorLookupTableDescriptor, DCM_RedPaletteColorLookupTableData, facts.is_signed);
        put_lut(json, "palette_green", data, DCM_GreenPaletteColorLookupTableDescriptor, DCM_GreenPaletteColorLookupTableData,
            facts.is_signed);
        put_lut(json, "palette_blue", data, DCM_BluePaletteColorLookupTableDescriptor, DCM_BluePaletteColorLookupTableData,
            facts.is_signed);
    }
}

const char* type_name(SampleType type) {
    switch (type) {
        case SampleType::u8: return "uint8";
        case SampleType::i8: return "int8";
        case SampleType::u16: return "uint16";
        case SampleType::i16: return "int16";
        case SampleType::u32: return "uint32";
        case SampleType::i32: return "int32";
        case SampleType::f32: return "float32";
        default: return "float64";
    }
}

void put_pixels(JsonWriter& json, const PixelFacts& f) {
    json.string("transfer_syntax", f.transfer_syntax);
    json.boolean("compressed", f.encapsulated);
    json.string("sample_type", type_name(f.type));
    json.string("photometric", f.photometric);
    json.integer("rows", f.rows);
    json.integer("columns", f.columns);
    json.integer("frames", f.frames);
    json.integer("samples", f.samples);
    json.integer("bits_allocated", f.bits_allocated);
    json.integer("bits_stored", f.bits_stored);
    json.boolean("signed", f.is_signed);
    json.integer("frame_bytes", f.frame_bytes());
    json.integer("file_bytes", f.file_bytes);
}

}  // namespace

std::string describe_tags(DicomFile& file) {
    DcmDataset& data = file.dataset();
    JsonWriter json;
    json.begin_object();
    put_pixels(json, file.facts);
    json.string("sop_class", sop_class_name(file.format));
    put_text(json, "modality", data, DCM_Modality);
    put_text(json, "series_uid", data, DCM_SeriesInstanceUID);
    put_text(json, "series_description", data, DCM_SeriesDescription);
    put_text(json, "image_type", data, DCM_ImageType);
    put_number(json, "instance_number", data, DCM_InstanceNumber);
    put_number(json, "temporal_index", data, DCM_TemporalPositionIdentifier);
    put_number(json, "pixel_padding", data, DCM_PixelPaddingValue);
    put_plane(json, data);
    put_measures(json, data);
    put_numbers(json, "imager_pixel_spacing", data, DCM_ImagerPixelSpacing, 2);
    put_numbers(json, "frame_offsets", data, DCM_GridFrameOffsetVector, 0);
    put_rescale(json, data);
    put_window(json, data);
    put_mosaic(json, data);
    put_luts(json, data, file.facts);
    put_frames(json, data, file.facts.frames);
    json.end_object();
    return json.text();
}

}  // namespace medtrain::dicom
