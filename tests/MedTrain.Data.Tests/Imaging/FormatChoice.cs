using MedTrain.Data.Imaging;

namespace MedTrain.Data.Tests.Imaging;

/// <summary>What is said of files that are not what they claim to be.</summary>
public sealed class FormatChoice : IDisposable
{
    private readonly ScratchFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Every_format_has_its_own_name_and_extensions()
    {
        Assert.True(ImageReader.Formats.Count >= 7);
        Assert.Distinct(ImageReader.Formats.Select(f => f.Name));
        Assert.Distinct(ImageReader.Formats.SelectMany(f => f.Extensions));
        Assert.All(ImageReader.Formats.SelectMany(f => f.Extensions), e => Assert.Matches("^[.][a-z.]+$", e));
    }

    [Fact]
    public void A_text_file_named_dcm_is_not_a_DICOM_file() =>
        AssertReason(scratch.Write("scan.dcm", "Dear colleague, the scans are on the other disk."), "named as DICOM but not a DICOM file: its content is text");

    [Fact]
    public void An_empty_NIfTI_file_is_empty() => AssertReason(scratch.Write("empty.nii.gz", ""), "the file is empty");

    [Fact]
    public void A_text_file_named_nii_gz_is_not_compressed() =>
        AssertReason(scratch.Write("text.nii.gz", new string('x', 1000)), "not gzip-compressed");

    [Fact]
    public void A_PNG_file_named_dcm_is_not_a_DICOM_file()
    {
        TestWorkers.Shared.WritePng(scratch.Combine("a.png"), new ushort[4], 2, 2, 8);
        File.Move(scratch.Combine("a.png"), scratch.Combine("a.dcm"));
        AssertReason(scratch.Combine("a.dcm"), "its content is PNG");
    }

    [Fact]
    public void An_unknown_kind_is_named_with_what_is_readable() =>
        AssertReason(scratch.Write("notes.docx", "PK\u0003\u0004"), "its content is a ZIP archive. Readable are DICOM, PNG");

    [Fact]
    public void A_missing_file_is_missing() => AssertReason(scratch.Combine("nowhere.dcm"), "no such file");

    private static void AssertReason(string path, string expected)
    {
        var e = Assert.Throws<UnreadableImageException>(() => TestWorkers.Shared.Read(path));
        Assert.Equal(path, e.Path);
        Assert.Contains(expected, e.Reason, StringComparison.Ordinal);
    }
}
