// The tags that tell one patient and study from another. They stay in the worker process: the managed side turns them into keyed hashes
// there and hands on nothing else. Values are given as hexadecimal bytes, so that no character set can merge two of them.
#include "dicom_file.hpp"

namespace medtrain::dicom {

namespace {

void put_hex(JsonWriter& json, const char* key, DcmItem& item, const DcmTagKey& tag) {
    OFString value;
    if (item.findAndGetOFStringArray(tag, value).bad()) {
        return;
    }
    static const char digits[] = "0123456789abcdef";
    std::string hex;
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        hex += digits[byte >> 4];
        hex += digits[byte & 15];
    }
    json.string(key, hex);
}

}  // namespace

std::string describe_identity(DicomFile& file) {
    DcmDataset& data = file.dataset();
    JsonWriter json;
    json.begin_object();
    put_hex(json, "patient_id", data, DCM_PatientID);
    put_hex(json, "patient_name", data, DCM_PatientName);
    put_hex(json, "birth_date", data, DCM_PatientBirthDate);
    put_hex(json, "age", data, DCM_PatientAge);
    put_hex(json, "sex", data, DCM_PatientSex);
    put_hex(json, "study_uid", data, DCM_StudyInstanceUID);
    put_hex(json, "study_date", data, DCM_StudyDate);
    put_hex(json, "study_time", data, DCM_StudyTime);
    put_hex(json, "institution", data, DCM_InstitutionName);
    put_hex(json, "manufacturer", data, DCM_Manufacturer);
    put_hex(json, "view", data, DCM_ViewPosition);
    json.end_object();
    return json.text();
}

}  // namespace medtrain::dicom
