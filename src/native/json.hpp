// A JSON object or array written piece by piece; no parsing, no tree.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>

namespace medtrain {

class JsonWriter {
public:
    const std::string& text() const { return text_; }

    void begin_object(const char* key = nullptr) { open(key, '{'); }
    void end_object() { close('}'); }
    void begin_array(const char* key = nullptr) { open(key, '['); }
    void end_array() { close(']'); }

    void string(const char* key, const std::string& value) {
        start(key);
        text_ += '"';
        for (const unsigned char c : value) {
            append_escaped(c);
        }
        text_ += '"';
    }

    // A number that is not finite becomes null: JSON has none.
    void number(const char* key, double value) {
        start(key);
        if (!std::isfinite(value)) {
            text_ += "null";
            return;
        }
        char digits[32];
        std::snprintf(digits, sizeof digits, "%.17g", value);
        text_ += digits;
    }

    void integer(const char* key, std::int64_t value) {
        start(key);
        text_ += std::to_string(value);
    }

    void boolean(const char* key, bool value) {
        start(key);
        text_ += value ? "true" : "false";
    }

private:
    // Bytes above 127 are dropped to '?': the character set of a DICOM string is not known here and nothing needs it.
    void append_escaped(unsigned char c) {
        if (c == '"' || c == '\\') {
            text_ += '\\';
            text_ += static_cast<char>(c);
        } else {
            text_ += c < 32 || c > 126 ? '?' : static_cast<char>(c);
        }
    }

    void start(const char* key) {
        if (!text_.empty() && text_.back() != '{' && text_.back() != '[') {
            text_ += ',';
        }
        if (key != nullptr) {
            text_ += '"';
            text_ += key;
            text_ += "\":";
        }
    }

    void open(const char* key, char bracket) {
        start(key);
        text_ += bracket;
    }

    void close(char bracket) { text_ += bracket; }

    std::string text_;
};

}  // namespace medtrain
