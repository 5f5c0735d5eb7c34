using System.Globalization;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Dicom;

namespace MedTrain.Data.Synthesis;

/// <summary>Chest-like radiographs as 12-bit DICOM files, one to several visits per patient, some MONOCHROME1, a few labels unknown.</summary>
/// <param name="config">Patients, seed, size.</param>
/// <param name="writeDicom">Writes one DICOM file.</param>
internal sealed class RadiographCohort(SyntheticConfig config, Action<string, DicomPicture> writeDicom) : ISyntheticSource
{
    private const double DetectorMm = 380;
    private const double UnknownShare = 0.03;
    private const string SecondPath = "second_path";

    private readonly int size = config.PixelsAlongAxis;

    /// <inheritdoc/>
    public IReadOnlyList<string> Columns { get; } =
        ["session", "age", "sex", "view", .. config.SecondView ? [SecondPath] : Array.Empty<string>(), .. RadiographFindings.Names];

    /// <inheritdoc/>
    public IEnumerable<SyntheticCase> CasesOf(int patient)
    {
        var random = new CounterRandom(config.Seed, RandomStream.Synthesis, patient);
        var findings = RadiographFindings.Draw(ref random);
        var anatomy = RadiographAnatomy.Draw(ref random);
        var visits = 1 + random.NextInt(config.ImagesPerPatient);
        var person = new Person($"R{patient + 1:00000}", 20 + random.NextInt(65), random.NextDouble() < 0.5 ? "M" : "F");
        return Enumerable.Range(1, visits).Select(visit => CaseOf(patient, person, findings, anatomy, visit));
    }

    private SyntheticCase CaseOf(int patient, Person person, RadiographFindings lasting, RadiographAnatomy anatomy, int visit)
    {
        var random = new CounterRandom(config.Seed, RandomStream.Synthesis, patient, visit);
        var findings = lasting.AtVisit(ref random);
        var view = random.NextDouble() < 0.7 ? "PA" : "AP";
        var labels = new List<string>();
        foreach (var present in findings.Present)
        {
            labels.Add(random.NextDouble() < UnknownShare ? "" : present ? "1" : "0");
        }
        var caseId = $"{person.Id}-{visit}";
        var painter = new RadiographPainter(anatomy, findings);
        List<SyntheticImage> images = [new($"images/{caseId}.dcm", path => writeDicom(path, PictureOf(person, view, visit, 1, painter, random)))];
        List<string> values = [visit.ToString(CultureInfo.InvariantCulture), person.AgeYears.ToString(CultureInfo.InvariantCulture), person.Sex, view];
        if (config.SecondView)
        {
            var again = new CounterRandom(config.Seed, RandomStream.Synthesis, patient, visit, 2);
            images.Add(new($"images/{caseId}-second.dcm", path => writeDicom(path, PictureOf(person, view, visit, 2, painter, again))));
            values.Add(images[1].FileName);
        }
        return new SyntheticCase(caseId, person.Id, images, [.. values, .. labels]);
    }

    private DicomPicture PictureOf(Person person, string view, int visit, int number, RadiographPainter painter, CounterRandom random)
    {
        var exposure = new RadiographExposure(ref random);
        var study = $"medtrain synthetic radiographs/{config.Seed}/{size}/{person.Id}/{visit}";
        return new DicomPicture
        {
            Kind = DicomKind.Dx,
            Columns = size,
            Rows = size,
            Stored = Array.ConvertAll(exposure.Take(painter, size, ref random), value => (int)value),
            BitsStored = 12,
            Photometric = exposure.IsMonochrome1 ? "MONOCHROME1" : "MONOCHROME2",
            SpacingMm = new Vector3(DetectorMm / size, DetectorMm / size, 1),
            PatientId = person.Id,
            Sex = person.Sex,
            AgeYears = person.AgeYears,
            ViewPosition = view,
            SeriesDescription = "synthetic chest",
            StudyUid = DicomUid.From(study),
            SeriesUid = DicomUid.From(study + "/series"),
            InstanceUid = DicomUid.From($"{study}/series/{number}"),
        };
    }

    private sealed record Person(string Id, int AgeYears, string Sex);
}
