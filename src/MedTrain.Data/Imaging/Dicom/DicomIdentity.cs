using System.Globalization;
using System.Text;
using System.Text.Json;
using MedTrain.Data.Privacy;

namespace MedTrain.Data.Imaging.Dicom;

/// <summary>Turns the identifying tags of a file into a <see cref="DicomDescription"/>. Runs in a worker process only.</summary>
internal static class DicomIdentity
{
    private const double DaysPerYear = 365.2425;

    /// <summary>Describes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The key of the pseudonyms, as hexadecimal digits.</param>
    /// <param name="wantedDescription">A text that the series' description must contain; null = any.</param>
    /// <exception cref="UnreadableImageException">Damaged, or no DICOM file.</exception>
    /// <exception cref="NoDicomImageException">It has no pixels.</exception>
    public static DicomDescription Describe(string path, string key, string? wantedDescription)
    {
        using var file = new DicomFile(path, long.MaxValue);
        Dictionary<string, string> tags = Tags(file.Identity);
        PseudonymKey pseudonyms = PseudonymKey.Of(key);
        string Tag(string name) => tags.GetValueOrDefault(name, "");
        string study = Tag("study_uid");
        bool isNamed = Tag("patient_name").Length > 0;
        string patient = Tag("patient_id").Length > 0 ? "id " + Tag("patient_id")
            : isNamed ? $"name {Tag("patient_name")}\n{Tag("birth_date")}" : "study " + study;
        DicomTags facts = file.Tags;
        return new DicomDescription
        {
            Patient = pseudonyms.PseudonymOf("P", patient),
            PatientIdMissing = Tag("patient_id").Length == 0,
            Study = pseudonyms.PseudonymOf("T", study),
            StudyOrder = long.TryParse(Digits(Tag("study_date"), 8) + Digits(Tag("study_time"), 6), CultureInfo.InvariantCulture, out long order) ? order : 0,
            Series = facts.SeriesUid,
            Site = Tag("institution").Length > 0 ? pseudonyms.PseudonymOf("S", Tag("institution")) : "",
            Manufacturer = Tag("manufacturer"),
            AgeYears = Age(Tag("age"), Tag("birth_date"), Tag("study_date")),
            Sex = Tag("sex") is "M" or "F" or "O" ? Tag("sex") : "",
            View = Tag("view") is { Length: <= 4 } view && view.All(char.IsAsciiLetterUpper) ? view : "",
            Modality = facts.Modality ?? "",
            Columns = facts.Columns,
            Rows = facts.Rows,
            Frames = facts.Frames,
            HasPlane = facts.HasPlane,
            IsWanted = wantedDescription is null || facts.SeriesDescription.Contains(wantedDescription, StringComparison.OrdinalIgnoreCase),
            PathNamesPatient = Names(path, Tag("patient_name")) || Names(path, Tag("patient_id")),
        };
    }

    private static Dictionary<string, string> Tags(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json)!
        .ToDictionary(tag => tag.Key, tag => Encoding.Latin1.GetString(Convert.FromHexString(tag.Value)).Trim(' ', '\0'));

    /// <summary>Whether a path contains a word of three or more characters of a text.</summary>
    private static bool Names(string path, string text) => text
        .Split(['^', ' ', ',', '-', '_', '.', '='], StringSplitOptions.RemoveEmptyEntries)
        .Any(word => word.Length >= 3 && path.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string Digits(string text, int count) => new([.. text.Where(char.IsAsciiDigit).Take(count).Concat(Enumerable.Repeat('0', count)).Take(count)]);

    /// <summary>The age as given (such as 063Y or 018M), else from the dates.</summary>
    private static int? Age(string age, string birth, string study)
    {
        if (age.Length == 4 && int.TryParse(age.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return age[3] switch { 'Y' => number, 'M' => number / 12, 'W' or 'D' => 0, _ => null };
        }
        bool known = DateTime.TryParseExact(birth, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime from)
            & DateTime.TryParseExact(study, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime to);
        return known && to >= from ? (int)((to - from).TotalDays / DaysPerYear) : null;
    }
}
