using MedTrain.Data.Imaging.Dicom;

namespace MedTrain.Data.Tests.Imaging.Dicom;

/// <summary>Small DICOM pictures made for tests.</summary>
public static class Pictures
{
    public const int Columns = 24;
    public const int Rows = 16;

    /// <summary>A CT slice of signed 12-bit values, at a height above the origin.</summary>
    public static DicomPicture CtSlice(double heightMm = 0, int number = 1, string series = "series") => new()
    {
        Kind = DicomKind.Ct,
        Columns = Columns,
        Rows = Rows,
        Stored = [.. Enumerable.Range(0, Columns * Rows).Select(i => (i * 7 % 2000) + number)],
        BitsStored = 12,
        RescaleSlope = 1,
        RescaleIntercept = -1024,
        WindowCenter = 40,
        WindowWidth = 400,
        SpacingMm = new(0.7, 0.9, 2.5),
        PositionMm = new(-100, -80, heightMm),
        PatientId = "P1",
        StudyUid = DicomUid.From("study"),
        SeriesUid = DicomUid.From(series),
        InstanceUid = DicomUid.From($"{series}/{number}"),
        InstanceNumber = number,
    };

    /// <summary>A projection radiograph.</summary>
    public static DicomPicture Radiograph(int bitsStored = 8, string photometric = "MONOCHROME2") => new()
    {
        Kind = DicomKind.Dx,
        Columns = Columns,
        Rows = Rows,
        Stored = [.. Enumerable.Range(0, Columns * Rows).Select(i => i % (1 << bitsStored))],
        BitsStored = bitsStored,
        Photometric = photometric,
        SpacingMm = new(0.2, 0.2, 1),
        PatientId = "P1",
        StudyUid = DicomUid.From("study"),
        SeriesUid = DicomUid.From("radiograph"),
        InstanceUid = DicomUid.From("radiograph/1"),
    };
}
