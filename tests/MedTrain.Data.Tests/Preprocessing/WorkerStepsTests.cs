using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Nifti;
using MedTrain.Data.Imaging.Workers;
using MedTrain.Data.Tests.Imaging;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Tests.Preprocessing;

/// <summary>N4 and registration, against changes that are known because the test made them.</summary>
public sealed class WorkerStepsTests : IDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly DecodeWorkers workers = new(TestWorkers.Command, count: 1);

    public void Dispose()
    {
        workers.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Bias_that_was_laid_over_a_head_is_taken_out()
    {
        var place = Geometry.Unplaced(new GridSize(40, 40, 40), new Vector3(4, 4, 4));
        var (biased, clean) = (new float[64000], new float[64000]);
        var random = new CounterRandom(5, RandomStream.Synthesis, 0);
        for (var index = 0; index < clean.Length; index++)
        {
            var at = new Vector3(index % 40, index / 40 % 40, index / 1600) - new Vector3(19.5, 19.5, 19.5);
            clean[index] = at.Length > 17 ? 0 : at.Length > 11 ? 100 : 160;
            biased[index] = (clean[index] + (float)(2 * random.NextDouble())) * (float)Math.Exp(0.02 * at.X);
        }

        var corrected = workers.Apply(new CorrectBias { Shrink = 2, ControlDistanceMm = 160 }, new Volume(biased, place));

        Assert.InRange(Variation(biased, clean), 0.13, 0.2);
        Assert.InRange(Variation(corrected.Voxels, clean), 0, 0.02);
        Assert.Equal(place, corrected.Geometry);
        Assert.StartsWith("correct_bias: N4", corrected.Steps[^1], StringComparison.Ordinal);
        Assert.Equal(corrected.Voxels, workers.Apply(new CorrectBias { Shrink = 2, ControlDistanceMm = 160 }, new Volume(biased, place)).Voxels);
    }

    [Theory]
    [InlineData("affine", 1.15)]
    [InlineData("rigid", 1.0)]
    public void An_image_that_was_moved_is_laid_back_over_the_template(string transform, double stretch)
    {
        var place = new Geometry(new GridSize(36, 40, 32), new Vector3(4, 4, 4), new Vector3(-70, -80, -60), Matrix3.Identity);
        var template = Paint(place, point => point);
        var path = folder.Combine("template.nii.gz");
        NiftiWriter.Write(path, template);
        // The image shows at a point what the template shows at the turned, stretched and shifted one.
        var (cosine, sine) = (Math.Cos(0.2), Math.Sin(0.2));
        Vector3 Moved(Vector3 point) => new(
            ((cosine * point.X) - (sine * point.Y)) / stretch + 6, (sine * point.X) + (cosine * point.Y) - 9, point.Z + 5);
        var image = Paint(place with { Size = new GridSize(48, 44, 40), SpacingMm = new Vector3(3.5, 4, 4), OriginMm = new Vector3(-80, -85, -75) }, Moved);
        var step = new Register { Template = path, Transform = transform, Sampling = 0.5 };

        var laid = workers.Apply(step, image);

        Assert.Equal(template.Geometry.Size, laid.Size);
        Assert.InRange((laid.Geometry.OriginMm - place.OriginMm).Length, 0, 1e-4);
        Assert.InRange(Difference(template.Voxels, Paint(place, Moved).Voxels), 12, 100);
        Assert.InRange(Difference(template.Voxels, laid.Voxels), 0, 4);
        Assert.Equal(laid.Voxels, workers.Apply(step, image).Voxels);
    }

    [SharedDataFact]
    public void A_real_brain_is_laid_back_to_a_millimetre_after_its_place_was_changed()
    {
        var path = SharedData.At("brain", "t1_2mm", "sub-01_T1w.nii.gz");
        var brain = NiftiReader.Read(path, ReadOptions.Default);
        var (cosine, sine) = (Math.Cos(0.12), Math.Sin(0.12));
        // Turned by 7°, 6 % longer from back to front, and shifted by a centimetre.
        var motion = new Affine(
            new Matrix3(new Vector3(cosine, sine, 0), new Vector3(-sine * 1.06, cosine * 1.06, 0), new Vector3(0, 0, 1)), new Vector3(6, -5, 8));
        var moved = new Volume(brain.Voxels, Geometry.FromVoxelToLps(brain.Size, motion.After(brain.Geometry.VoxelToLps)));

        var laid = workers.Apply(new Register { Template = path }, moved);

        double[] map = [.. System.Text.RegularExpressions.Regex.Matches(laid.Steps[^1][laid.Steps[^1].IndexOf('[', StringComparison.Ordinal)..], @"-?\d+(\.\d+)?(E-?\d+)?")
            .Select(number => double.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture))];
        var found = new Affine(
            new Matrix3(new Vector3(map[0], map[4], map[8]), new Vector3(map[1], map[5], map[9]), new Vector3(map[2], map[6], map[10])),
            new Vector3(map[3], map[7], map[11]));
        foreach (var corner in Corners(brain.Size))
        {
            var point = brain.Geometry.ToWorld(corner);
            Assert.InRange((found.Apply(point) - motion.Apply(point)).Length, 0, 1);
        }
    }

    [SharedDataFact]
    public void Most_of_the_bias_that_was_laid_over_a_real_brain_is_taken_out()
    {
        var brain = NiftiReader.Read(SharedData.At("brain", "t1_2mm", "sub-02_T1w.nii.gz"), ReadOptions.Default);
        var biased = brain.Voxels.Select((value, index) => value * (float)Math.Exp(0.012 * ((index % brain.Size.X) - (brain.Size.X / 2)))).ToArray();
        var step = new CorrectBias { Shrink = 3 };

        var (plain, mended) = (workers.Apply(step, brain).Voxels, workers.Apply(step, new Volume(biased, brain.Geometry)).Voxels);

        var tissue = brain.Voxels.Max() * 0.25f;
        double Spread(float[] one, float[] other)
        {
            double[] logs = [.. Enumerable.Range(0, one.Length).Where(index => brain.Voxels[index] > tissue).Select(index => Math.Log(one[index] / (double)other[index]))];
            var mean = logs.Average();
            return Math.Sqrt(logs.Average(log => (log - mean) * (log - mean)));
        }
        Assert.InRange(Spread(biased, brain.Voxels), 0.15, 0.3);
        Assert.InRange(Spread(mended, plain), 0, 0.4 * Spread(biased, brain.Voxels));
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        var plane = new Volume(new float[64], Geometry.Unplaced(new GridSize(8, 8, 1), Vector3.One));
        var empty = new Volume(new float[512], Geometry.Unplaced(new GridSize(8, 8, 8), Vector3.One));
        string Message(PreprocessingStep step, Volume image) =>
            Assert.Throws<PreprocessingException>(() => new PreprocessingPipeline([step]).Apply(image, workers.Apply)).Message;
        var path = folder.Combine("template.nii.gz");
        NiftiWriter.Write(path, Paint(Geometry.Unplaced(new GridSize(16, 16, 16), new Vector3(10, 10, 10)), point => point));

        Assert.Contains("at least 8 voxels along each axis", Message(new CorrectBias(), plane), StringComparison.Ordinal);
        Assert.Contains("too few voxels", Message(new CorrectBias(), empty), StringComparison.Ordinal);
        Assert.Contains("only volumes can be registered", Message(new Register { Template = path }, plane), StringComparison.Ordinal);
        Assert.Contains("cannot be registered", Message(new Register { Template = path }, empty), StringComparison.Ordinal);
        Assert.Single(PreprocessingPipeline.Validate([new Register { Template = folder.Combine("none.nii") }]));
    }

    /// <summary>The corners of the middle half of a grid, where the brain lies.</summary>
    private static IEnumerable<Vector3> Corners(GridSize size) =>
        from x in new[] { 0.25, 0.75 } from y in new[] { 0.25, 0.75 } from z in new[] { 0.25, 0.75 } select new Vector3(x * size.X, y * size.Y, z * size.Z);

    /// <summary>A head with an inside that has no symmetry; the point of the image is first moved.</summary>
    private static Volume Paint(Geometry place, Func<Vector3, Vector3> move)
    {
        var voxels = new float[place.Size.Count];
        for (var index = 0; index < voxels.Length; index++)
        {
            var point = move(place.ToWorld(new Vector3(index % place.Size.X, index / place.Size.X % place.Size.Y, index / place.Size.X / place.Size.Y)));
            float Blob(double x, double y, double z, double radius, double value) =>
                (float)(value / (1 + Math.Exp(((point - new Vector3(x, y, z)).Length - radius) / 2)));
            voxels[index] = Blob(0, 0, 0, 50, 100) + Blob(15, 20, 5, 15, 80) + Blob(-20, -10, 10, 12, -60) + Blob(5, -25, -20, 10, 60);
        }
        return new Volume(voxels, place);
    }

    /// <summary>Relative spread of the values in the outer tissue.</summary>
    private static double Variation(float[] values, float[] clean)
    {
        double[] inside = [.. values.Where((_, index) => clean[index] == 100).Select(value => (double)value)];
        var mean = inside.Average();
        return Math.Sqrt(inside.Average(value => (value - mean) * (value - mean))) / mean;
    }

    private static double Difference(float[] one, float[] other) => Math.Sqrt(one.Zip(other, (a, b) => (double)(a - b) * (a - b)).Average());
}
