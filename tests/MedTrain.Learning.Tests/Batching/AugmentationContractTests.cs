using MedTrain.Data;
using MedTrain.Learning.Batching;

namespace MedTrain.Learning.Tests.Batching;

/// <summary>What holds for every row of the table.</summary>
public class AugmentationContractTests
{
    private static readonly long[][] Shapes = [[2, 20, 24], [1, 20, 22, 20]];

    /// <summary>Each augmentation with nothing to do.</summary>
    private static readonly Augmentation[] WithoutStrength =
    [
        new RandomFlip { Probability = 0 },
        new RandomShift { Fraction = 0 },
        new RandomAffine { RotateDegrees = 0, Translate = 0, Scale = 0 },
        new RandomElastic { Displacement = 0 },
        new RandomCropResize { LeastShare = 1, Stretch = 1 },
        new RandomNoise { Deviation = 0 },
        new RandomBlur { Sigma = 0 },
        new RandomGamma { Exponent = 1 },
        new RandomContrast { Factor = 1 },
        new RandomBrightness { Deviations = 0 },
        new RandomBiasField { Strength = 0 },
        new RandomMotion { Probability = 0 },
        new RandomGhosting { Intensity = 0 },
        new RandomSpike { Amplitude = 0 },
        new RandomCutout { Boxes = 0 },
        new RandAugment { Probability = 0 },
        new Mixup { Probability = 0 },
        new CutMix { Probability = 0 },
    ];

    public static TheoryData<string> Names => [.. AugmentationTable.Augmentations.Select(row => row.Name)];

    [Fact]
    public void Every_augmentation_in_the_assembly_is_in_the_table_under_a_name_of_its_own()
    {
        var types = typeof(Augmentation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Augmentation)) && !type.IsAbstract).ToList();

        Assert.Equal(18, types.Count);
        Assert.Equal(types.OrderBy(type => type.Name), AugmentationTable.Augmentations.Select(row => row.Type).OrderBy(type => type.Name));
        Assert.Equal(types.Count, AugmentationTable.Augmentations.Select(row => row.Name).Distinct().Count());
        Assert.Equal(types.OrderBy(type => type.Name), WithoutStrength.Select(one => one.GetType()).OrderBy(type => type.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_can_be_made_again_and_others_differ(string name)
    {
        foreach (var shape in Shapes)
        {
            var made = Made([Default(name)], shape, epoch: 3, "a");

            Assert.Equal(made, Made([Default(name)], shape, epoch: 3, "a"));
            Assert.All(made, value => Assert.True(float.IsFinite(value)));
            var distinct = Enumerable.Range(1, 12).Select(epoch => string.Join(' ', Made([Default(name)], shape, epoch, "a"))).Distinct();
            Assert.True(distinct.Count() > 1, $"{name} makes the same sample in twelve epochs");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Without_strength_nothing_changes(string name)
    {
        var augmentation = WithoutStrength.Single(one => one.GetType() == TypeOf(name));
        foreach (var shape in Shapes)
        {
            Assert.Equal(Image(shape, "a"), Made([augmentation], shape, epoch: 1, "a"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Batches_are_bit_identical_for_any_number_of_threads_and_after_a_resume(string name)
    {
        foreach (var shape in Shapes)
        {
            var one = Epoch(name, shape, threads: 1);

            Assert.Equal(one, Epoch(name, shape, threads: 2));
            Assert.Equal(one, Epoch(name, shape, threads: 4));
            Assert.Equal(one[2..], Epoch(name, shape, threads: 3, from: 2));
        }
    }

    private static List<string> Epoch(string name, long[] shape, int threads, int from = 0)
    {
        var cases = Enumerable.Range(0, 11).Select(index => new LabelledCase(index, $"case {index}", [index % 2, index])).ToList();
        var source = new SampleSource(shape, (index, target) => Image(shape, $"{index}").CopyTo(target));
        var loader = new BatchLoader(source, cases, 3, [Default(name), new RandomFlip()], 5, new BatchingConfig { Threads = threads });
        var batches = new List<string>();
        foreach (var batch in loader.Shuffled(2, from))
        {
            using (batch)
            {
                var bits = Enumerable.Range(0, batch.Cases.Count)
                    .SelectMany(i => batch.Sample(i).ToArray().Concat(batch.LabelsOf(i).ToArray())).Select(BitConverter.SingleToInt32Bits);
                batches.Add($"{batch.Number}: {string.Join(' ', bits)}");
            }
        }

        return batches;
    }

    private static float[] Made(IReadOnlyList<Augmentation> augmentations, long[] shape, int epoch, string caseId)
    {
        string[] images = [caseId, "b", "c"];
        var source = new SampleSource(shape, (index, target) => Image(shape, images[index]).CopyTo(target));
        LabelledCase[] cases = [.. images.Select((name, index) => new LabelledCase(index, name, [0]))];
        var sample = new float[source.Length];
        new SampleMaker(source, cases, augmentations, seed: 7).Make(cases[0], epoch, 0, sample, new float[1]);
        return sample;
    }

    private static float[] Image(long[] shape, string name)
    {
        var random = new CounterRandom(1, RandomStream.Synthesis, StableHash.Of(name));
        var image = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < image.Length; i++)
        {
            image[i] = (float)(Math.Sin(i * 0.1) + random.NextDouble());
        }

        return image;
    }

    private static Augmentation Default(string name) => (Augmentation)Activator.CreateInstance(TypeOf(name))!;

    private static Type TypeOf(string name) => AugmentationTable.Augmentations.Single(row => row.Name == name).Type;
}
