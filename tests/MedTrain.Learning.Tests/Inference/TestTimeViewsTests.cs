using MedTrain.Learning.Batching;
using MedTrain.Learning.Inference;
using MedTrain.Learning.Tests.Training;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Inference;

public sealed class TestTimeViewsTests
{
    [Fact]
    public void Ten_crop_shows_four_corners_and_the_middle_each_also_mirrored()
    {
        using var scope = NewDisposeScope();
        // Four quadrants of 4 × 4 pixels, each of one value; the left half of every row of the middle crop is that of its left quadrants.
        float[] pixels = [.. Enumerable.Range(0, 64).Select(index => (float)((2 * (index / 32)) + (index % 8 / 4)))];
        var images = tensor(pixels).reshape(1, 1, 8, 8);

        var views = TestTimeViews.Of(images, new TestTimeConfig { Crops = 0.5, Flip = [ImageAxis.X] });

        Assert.Equal(10, views.Count);
        Assert.All(views, view => Assert.Equal(images.shape, view.shape));
        Assert.Equal([0, 2, 1, 3], views.Take(4).Select(view => Only(view)));
        Assert.Equal([0, 2, 1, 3], views.Skip(5).Take(4).Select(view => Only(view)));
        Assert.Equal([0f, 1f, 2f, 3f], Corners(views[4]));
        Assert.Equal([1f, 0f, 3f, 2f], Corners(views[9]));
    }

    [Fact]
    public void Volumes_have_eight_corners_and_mirrors_combine()
    {
        using var scope = NewDisposeScope();
        var images = arange(2 * 64).to(float32).reshape(2, 1, 4, 4, 4);

        Assert.Equal(9, TestTimeViews.Of(images, new TestTimeConfig { Crops = 0.75 }).Count);
        var mirrored = TestTimeViews.Of(images, new TestTimeConfig { Flip = [ImageAxis.X, ImageAxis.Y, ImageAxis.Z] });
        Assert.Equal(8, mirrored.Count);
        Assert.Equal(8, mirrored.Select(view => view.data<float>().First()).Distinct().Count());
        Assert.Single(TestTimeViews.Of(images, null));
        Assert.Single(TestTimeViews.Of(images.reshape(2, 4, 4, 4), new TestTimeConfig { Flip = [ImageAxis.Z] }));
    }

    [Fact]
    public void Predictions_are_means_over_the_views()
    {
        var mirroredImages = new SampleSource(ToyTask.Images.Shape, (index, image) =>
        {
            ToyTask.Images.Read(index, image);
            for (var row = 0; row < 16; row++) { image.Slice(row * 16, 16).Reverse(); }
        });
        var (plain, mirrored) = (ScoresOf(null, ToyTask.Images), ScoresOf(null, mirroredImages));

        var mean = ScoresOf(new TestTimeConfig { Flip = [ImageAxis.X] }, ToyTask.Images);

        Assert.NotEqual(plain, mirrored);
        Assert.All(mean.Zip(plain, mirrored), scores => Assert.Equal((scores.Second + scores.Third) / 2, scores.First, 1e-6f));
    }

    private static float[] ScoresOf(TestTimeConfig? views, SampleSource images)
    {
        using var scope = NewDisposeScope();
        var config = ToyTask.Config with { TestTime = views };
        var session = ToyTask.Session(config, images: images);
        return [.. Predictor.Run(session.Network, session.Objective, session.ValidationBatches, config, CPU, default).Scores.SelectMany(score => score)];
    }

    private static float Only(Tensor view) => Assert.Single(view.data<float>().Distinct());

    private static float[] Corners(Tensor view)
    {
        float[] values = [.. view.contiguous().data<float>()];
        return [values[0], values[7], values[56], values[63]];
    }
}
