using MedTrain.Learning.Batching;

namespace MedTrain.Learning.Tests.Batching;

public class MixingTests
{
    private static readonly SampleSource Source = new([1, 10, 10], (index, target) => target.Fill(index));

    private static readonly LabelledCase[] Cases = [.. Enumerable.Range(0, 2).Select(index => new LabelledCase(index, $"{index}", [index, 1 - index]))];

    [Fact]
    public void Mixup_gives_images_and_labels_the_same_share()
    {
        var shares = Samples(new Mixup { Probability = 1 }).Select(sample =>
        {
            Assert.Single(sample.Image.Distinct());
            Assert.Equal(sample.Image[0], sample.Labels[0], 1e-6f);
            Assert.Equal(1, sample.Labels[0] + sample.Labels[1], 1e-6f);
            return sample.Image[0];
        }).ToList();

        Assert.Contains(shares, share => share is > 0.05f and < 0.95f);
    }

    [Fact]
    public void Cutmix_puts_a_box_in_and_mixes_labels_by_its_area()
    {
        foreach (var (image, labels) in Samples(new CutMix { Probability = 1, Alpha = 1 }))
        {
            Assert.All(image, value => Assert.True(value is 0 or 1));
            Assert.Equal(image.Average(), labels[0], 1e-6f);
        }
    }

    [Fact]
    public void An_unknown_label_stays_unknown_in_a_mixture()
    {
        LabelledCase[] cases = [new(0, "0", [float.NaN, 1]), new(1, "1", [1, 1])];
        var labels = new float[2];
        foreach (var epoch in Enumerable.Range(1, 20))
        {
            new SampleMaker(Source, cases, [new Mixup { Probability = 1 }], 3).Make(cases[0], epoch, 0, new float[100], labels);

            Assert.Equal(float.NaN, labels[0]);
            Assert.Equal(1, labels[1], 1e-6f);
        }
    }

    [Fact]
    public void Shares_are_beta_distributed()
    {
        var shares = Enumerable.Range(1, 4000).Select(epoch =>
        {
            var labels = new float[2];
            new SampleMaker(Source, [Cases[0], Cases[1]], [new Mixup { Probability = 1, Alpha = 0.5 }], 3).Make(Cases[1], epoch, 0, new float[100], labels);
            return (double)labels[0];
        }).Where(share => share < 1).ToList(); // the partner is the case itself every other time

        // Mean 1/2, variance 1 / (4 (2 alpha + 1)) = 1/8; some 2,000 draws.
        var mean = shares.Average();
        Assert.InRange(mean, 0.46, 0.54);
        Assert.InRange(shares.Average(share => (share - mean) * (share - mean)), 0.115, 0.135);
    }

    private static IEnumerable<(float[] Image, float[] Labels)> Samples(Augmentation augmentation)
    {
        var maker = new SampleMaker(Source, Cases, [augmentation], 3);
        foreach (var epoch in Enumerable.Range(1, 40))
        {
            var (image, labels) = (new float[100], new float[2]);
            maker.Make(Cases[epoch % 2], epoch, 0, image, labels);
            yield return (image, labels);
        }
    }
}
