using System.Globalization;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Nifti;

namespace MedTrain.Data.Synthesis;

/// <summary>
/// Axial slices of T1-like brains as 2D NIfTI files, several per patient, with a diagnosis that is wrong for three in ten patients: what
/// can be learned about new patients is limited, but a network that has seen other slices of a patient can know the diagnosis by heart.
/// </summary>
/// <param name="config">Patients, seed, size, slices per patient.</param>
internal sealed class SliceCohort(SyntheticConfig config) : ISyntheticSource
{
    private const double WrongDiagnoses = 0.3;
    private const double LowestMm = 2;
    private const double HighestMm = 18;
    private const double FieldMm = 200;

    private readonly int size = config.PixelsAlongAxis;

    /// <inheritdoc/>
    public IReadOnlyList<string> Columns { get; } = ["age", "sex", "slice", "diagnosis"];

    /// <inheritdoc/>
    public IEnumerable<SyntheticCase> CasesOf(int patient)
    {
        var random = new CounterRandom(config.Seed, RandomStream.Synthesis, patient);
        var person = BrainPatient.Draw(ref random);
        var isDemented = person.HasDementia ^ (random.NextDouble() < WrongDiagnoses);
        var brightness = random.NextDouble(300, 900);
        var id = $"S{patient + 1:00000}";
        for (var slice = 0; slice < config.ImagesPerPatient; slice++)
        {
            var noise = new CounterRandom(config.Seed, RandomStream.Synthesis, patient, slice + 1);
            var heightMm = LowestMm + ((HighestMm - LowestMm) * (slice + 0.5) / config.ImagesPerPatient);
            var name = string.Create(CultureInfo.InvariantCulture, $"{id}-{slice + 1:00}");
            yield return new SyntheticCase(
                name,
                id,
                [new($"images/{name}.nii.gz", path => NiftiWriter.Write(path, Take(new BrainPainter(person), heightMm, brightness, noise), NiftiVoxelType.Int16))],
                [
                    person.Age.ToString("0.0", CultureInfo.InvariantCulture), person.IsMale ? "M" : "F", $"{slice + 1}", isDemented ? "dementia" : "control",
                ]);
        }
    }

    private Volume Take(BrainPainter painter, double heightMm, double brightness, CounterRandom random)
    {
        var spacing = FieldMm / size;
        var voxels = new float[size * size];
        for (var i = 0; i < voxels.Length; i++)
        {
            var place = new Vector3((FieldMm / 2) - (spacing * (i % size)), (FieldMm / 2) - (spacing * (i / size)), heightMm);
            var signal = painter.BrightnessAt(place);
            voxels[i] = (float)Math.Round(brightness * (signal <= 0 ? 0 : Math.Max(0, signal + (0.03 * random.NextNormal()))));
        }
        return new Volume(voxels, Geometry.Unplaced(new GridSize(size, size, 1), new Vector3(spacing, spacing, 1)));
    }
}
