using System.Globalization;
using System.Text;

namespace MedTrain.Data.Imaging.Dicom;

/// <summary>The attributes of a picture as lines for the native door: <c>ggggeeee=value</c>.</summary>
internal static class DicomAttributes
{
    /// <summary>All attributes but the pixels.</summary>
    public static string Of(DicomPicture picture)
    {
        var lines = new StringBuilder();
        void Put(string tag, string? value)
        {
            if (value is not null)
            {
                lines.Append(tag).Append('=').Append(value.Replace('\n', ' ')).Append('\n');
            }
        }
        Put("00080008", "ORIGINAL\\PRIMARY" + (picture.PositionMm is null ? "" : "\\AXIAL"));
        Put("00080016", SopClass(picture.Kind));
        Put("00080018", picture.InstanceUid);
        Put("00080060", picture.Kind.ToString().ToUpperInvariant());
        Put("00080070", "MedTrain");
        Put("0008103E", picture.SeriesDescription);
        Put("00100010", picture.PatientId);
        Put("00100020", picture.PatientId);
        Put("00100040", picture.Sex);
        Put("00101010", picture.AgeYears is int years ? years.ToString("000'Y'", CultureInfo.InvariantCulture) : null);
        Put("00185101", picture.ViewPosition);
        Put("0020000D", picture.StudyUid);
        Put("0020000E", picture.SeriesUid);
        Put("00200013", Text(picture.InstanceNumber));
        PutPlace(picture, Put);
        PutPixels(picture, Put);
        return lines.ToString();
    }

    private static void PutPlace(DicomPicture picture, Action<string, string?> put)
    {
        Vector3 spacing = picture.SpacingMm;
        put("00280030", $"{Text(spacing.Y)}\\{Text(spacing.X)}");
        if (picture.PositionMm is not Vector3 position)
        {
            put("00181164", $"{Text(spacing.Y)}\\{Text(spacing.X)}");
            return;
        }
        put("00180050", Text(spacing.Z));
        put("00200032", Text(position));
        put("00200037", $"{Text(picture.RowDirection)}\\{Text(picture.ColumnDirection)}");
    }

    private static void PutPixels(DicomPicture picture, Action<string, string?> put)
    {
        put("00280002", "1");
        put("00280004", picture.Photometric);
        put("00280010", Text(picture.Rows));
        put("00280011", Text(picture.Columns));
        put("00280100", picture.BitsStored > 8 ? "16" : "8");
        put("00280101", Text(picture.BitsStored));
        put("00280102", Text(picture.BitsStored - 1));
        put("00280103", picture.Signed ? "1" : "0");
        if (picture.WindowCenter is double center && picture.WindowWidth is double width)
        {
            put("00281050", Text(center));
            put("00281051", Text(width));
        }
        if (picture.Kind == DicomKind.Ct || picture.RescaleSlope != 1 || picture.RescaleIntercept != 0)
        {
            put("00281052", Text(picture.RescaleIntercept));
            put("00281053", Text(picture.RescaleSlope));
            put("00281054", picture.Kind == DicomKind.Ct ? "HU" : "US");
        }
    }

    private static string SopClass(DicomKind kind) => kind switch
    {
        DicomKind.Ct => "1.2.840.10008.5.1.4.1.1.2",
        DicomKind.Mr => "1.2.840.10008.5.1.4.1.1.4",
        _ => "1.2.840.10008.5.1.4.1.1.1.1",
    };

    private static string Text(Vector3 v) => $"{Text(v.X)}\\{Text(v.Y)}\\{Text(v.Z)}";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>At most the 16 characters that a decimal string may have.</summary>
    private static string Text(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        for (int digits = 15; text.Length > 16; digits--)
        {
            text = value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        }
        return text;
    }
}
