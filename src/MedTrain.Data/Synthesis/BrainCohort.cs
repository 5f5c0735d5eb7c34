using System.Globalization;
using MedTrain.Data.Imaging.Nifti;

namespace MedTrain.Data.Synthesis;

/// <summary>
/// T1-like brain volumes as NIfTI files (int16, gzip), one per patient, from three sites with axes and spacings of their own, with an atlas
/// of their regions.
/// </summary>
/// <param name="config">Patients, seed, size.</param>
internal sealed class BrainCohort(SyntheticConfig config) : ISyntheticSource
{
    private readonly int size = config.PixelsAlongAxis;

    /// <inheritdoc/>
    public IReadOnlyList<string> Columns { get; } = ["age", "sex", "site", "diagnosis"];

    /// <inheritdoc/>
    public IEnumerable<SyntheticCase> CasesOf(int patient)
    {
        var random = new CounterRandom(config.Seed, RandomStream.Synthesis, patient);
        var person = BrainPatient.Draw(ref random);
        var scan = new BrainScan(size, ref random);
        var noise = random;
        var id = $"B{patient + 1:00000}";
        yield return new SyntheticCase(
            id,
            id,
            [new($"images/{id}.nii.gz", path => NiftiWriter.Write(path, scan.Take(new BrainPainter(person), noise), NiftiVoxelType.Int16))],
            [
                person.Age.ToString("0.0", CultureInfo.InvariantCulture),
                person.IsMale ? "M" : "F",
                scan.Site,
                person.HasDementia ? "dementia" : "control",
            ]);
    }

    /// <inheritdoc/>
    public void WriteBeside(string folder)
    {
        var path = Path.Combine(folder, "atlas.nii.gz");
        if (!File.Exists(path))
        {
            NiftiWriter.Write(path, BrainAtlas.Make(), NiftiVoxelType.UInt8);
        }
    }
}
