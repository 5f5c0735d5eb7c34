using MedTrain.Data.Cohorts;
using MedTrain.Data.Cohorts.Audit;
using MedTrain.Data.Imaging;
using MedTrain.Data.Tests.Imaging;

namespace MedTrain.Data.Tests.Cohorts.Audit;

public class ImageAuditTests
{
    [Theory]
    [InlineData(1, 96, 80)]
    [InlineData(24, 30, 28)]
    public void Copies_are_alike_however_they_are_stored_and_other_images_are_not(int depth, int height, int width)
    {
        var image = Smooth(7, depth, height, width);
        var print = Print(image, depth, height, width);
        var random = new CounterRandom(1, RandomStream.Synthesis);
        var noisy = Array.ConvertAll(image, value => value + (float)(0.01 * random.NextNormal()));

        Assert.InRange(print.Likeness(Print([.. image.Select(value => (300 * value) - 1000)], depth, height, width)), 0.9999, 1.0001);
        Assert.InRange(print.Likeness(Print([.. image.Select(value => MathF.Pow(value, 0.8f))], depth, height, width)), ImagePrint.AlikeFrom, 1);
        Assert.InRange(print.Likeness(Print(noisy, depth, height, width)), ImagePrint.AlikeFrom, 1);
        Assert.InRange(print.Likeness(Print([.. image.Select(value => MathF.Round(value * 32) / 32)], depth, height, width)), ImagePrint.AlikeFrom, 1);
        Assert.InRange(print.Likeness(Print(Smooth(8, depth, height, width), depth, height, width)), -1, 0.7);
    }

    [Fact]
    public void Features_in_a_row_are_no_image_that_could_be_a_copy()
    {
        float[] features = [1, 5, 2, 8, 3, 9, 4, 7];

        Assert.Equal(0, ImagePrint.Of(features, 1, 1, 8).Likeness(ImagePrint.Of(features, 1, 1, 8)));
        Assert.Equal(1, ImagePrint.Of(features, 1, 2, 4).Likeness(ImagePrint.Of(features, 1, 2, 4)), 5);
    }

    [Fact]
    public void Only_pairs_of_different_patients_in_different_parts_are_leakage()
    {
        var images = new[] { Smooth(1, 1, 64, 64), Smooth(2, 1, 64, 64), Smooth(1, 1, 64, 64), Smooth(2, 1, 64, 64), Smooth(3, 1, 64, 64) };
        var cohort = SomeCohort.Given(["train", "train", "test", "train", "val"]);
        var split = Split.Draw(cohort, new SplitConfig(), 0).Split;

        var findings = ImageAudit.Run(cohort, split, ["a", "b", "c", "d", "e"], index => Print(images[index], 1, 64, 64));

        var finding = Assert.Single(findings);
        Assert.Equal((AuditRule.AlikeImage, true), (finding.Rule, finding.IsLeakage));
        Assert.Contains("case 'c0' (train) and case 'c2' (test)", finding.Message, StringComparison.Ordinal);
        Assert.Equal(AuditRule.SameImage, Assert.Single(ImageAudit.Run(cohort, split, ["a", "b", "a", "d", "e"], _ => null)).Rule);
    }

    [Fact]
    public void What_was_found_is_remembered_for_the_same_images_patients_and_split_only()
    {
        using var scratch = new ScratchFolder();
        var images = new[] { Smooth(1, 1, 64, 64), Smooth(2, 1, 64, 64), Smooth(1, 1, 64, 64) };
        var cohort = SomeCohort.Given(["train", "train", "test"]);
        var split = Split.Draw(cohort, new SplitConfig(), 0).Split;
        var memo = new AuditMemo(scratch.Combine("recipe"));
        var printed = 0;
        IReadOnlyList<AuditFinding> Run(Cohort cases, Split parts, params string[] contents) => ImageAudit.Run(
            cases, parts, contents, index => { Interlocked.Increment(ref printed); return Print(images[index], 1, 64, 64); }, memo);
        int Printed(Action action) { printed = 0; action(); return printed; }

        var first = Run(cohort, split, "a", "b", "c");
        Assert.Equal(3, printed);
        Assert.Equal(0, Printed(() => Assert.Equal(first, Run(cohort, split, "a", "b", "c"))));
        Assert.Equal(AuditRule.AlikeImage, Assert.Single(first).Rule);

        Assert.Equal(3, Printed(() => Run(cohort, split, "a", "b", "d")));
        var other = SomeCohort.Given(["train", "test", "train"]);
        Assert.Equal(3, Printed(() => Run(other, Split.Draw(other, new SplitConfig(), 0).Split, "a", "b", "c")));
        var samePatient = new Cohort(cohort.Source, cohort.Task, cohort.LabelNames, [.. cohort.Cases.Select(one => one with { PatientId = "p" })]);
        Assert.Equal(3, Printed(() => Run(samePatient, split, "a", "b", "c")));

        foreach (var file in Directory.GetFiles(scratch.Combine("recipe"))) { File.AppendAllText(file, "0"); }
        Assert.Equal(3, Printed(() => Assert.Equal(first, Run(cohort, split, "a", "b", "c"))));
    }

    [Fact]
    public void Nothing_is_remembered_while_an_image_could_not_be_compared()
    {
        using var scratch = new ScratchFolder();
        var images = new[] { Smooth(1, 1, 64, 64), Smooth(2, 1, 64, 64), Smooth(1, 1, 64, 64) };
        var cohort = SomeCohort.Given(["train", "train", "test"]);
        var split = Split.Draw(cohort, new SplitConfig(), 0).Split;
        var memo = new AuditMemo(scratch.Combine("recipe"));

        Assert.Empty(ImageAudit.Run(cohort, split, ["a", "b", "c"], index => index == 0 ? null : Print(images[index], 1, 64, 64), memo));

        Assert.Single(ImageAudit.Run(cohort, split, ["a", "b", "c"], index => Print(images[index], 1, 64, 64), memo));
    }

    [SharedDataFact]
    public void Radiographs_of_different_patients_are_not_alike_and_their_copies_are()
    {
        var files = Directory.GetFiles(SharedData.At("cxr_pediatric", "images"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(150).ToArray();
        var volumes = files.Select(file => TestWorkers.Shared.Read(file)).ToArray();
        var prints = volumes.Select(one => ImagePrint.Of(one.Voxels, 1, one.Size.Y, one.Size.X)).ToArray();

        var most = Enumerable.Range(0, prints.Length).Max(i => Enumerable.Range(i + 1, prints.Length - i - 1).Select(j => prints[i].Likeness(prints[j])).DefaultIfEmpty().Max());
        var copies = volumes.Zip(prints, (one, print) => print.Likeness(ImagePrint.Of(Halved(one), 1, one.Size.Y / 2, one.Size.X / 2))).Min();

        Assert.InRange(most, 0.3, 0.9);
        Assert.InRange(copies, ImagePrint.AlikeFrom - 0.02, 1);
    }

    private static float[] Halved(Volume image)
    {
        var (width, height) = (image.Size.X / 2, image.Size.Y / 2);
        return [.. Enumerable.Range(0, width * height).Select(i =>
        {
            var (x, y) = (2 * (i % width), 2 * (i / width));
            return (image[x, y] + image[x + 1, y] + image[x, y + 1] + image[x + 1, y + 1]) / 4;
        })];
    }

    private static ImagePrint Print(float[] voxels, int depth, int height, int width) => ImagePrint.Of(voxels, depth, height, width);

    /// <summary>Some smooth blobs, from 0 to 1.</summary>
    private static float[] Smooth(int seed, int depth, int height, int width)
    {
        var random = new CounterRandom(seed, RandomStream.Synthesis);
        var blobs = Enumerable.Range(0, 150).Select(_ => (random.NextDouble(), random.NextDouble(), random.NextDouble(), Size: random.NextDouble(0.02, 0.07), Sign: random.NextDouble(-1, 1))).ToArray();
        var values = new double[depth * height * width];
        for (var i = 0; i < values.Length; i++)
        {
            double x = i % width / (double)width, y = i / width % height / (double)height, z = depth == 1 ? 0.5 : i / width / height / (double)depth;
            foreach (var (bx, by, bz, size, sign) in blobs)
            {
                var squared = ((x - bx) * (x - bx)) + ((y - by) * (y - by)) + (depth == 1 ? 0 : (z - bz) * (z - bz));
                values[i] += sign * Math.Exp(-squared / size / size);
            }
        }
        var (low, high) = (values.Min(), values.Max());
        return Array.ConvertAll(values, value => (float)((value - low) / (high - low)));
    }
}
