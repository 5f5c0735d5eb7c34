using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;

namespace MedTrain.Learning.Tests.Models;

public class ModelTableTests
{
    [Fact]
    public void Names_are_unique_and_every_row_has_an_input_for_each_of_its_dimensions()
    {
        Assert.NotEmpty(ModelTable.Rows);
        Assert.Equal(ModelTable.Names.Count, ModelTable.Names.Distinct().Count());
        Assert.All(ModelTable.Rows, row => Assert.All(row.Dims, dims => Assert.Equal((int)dims + 1, row.InputFor(dims).Count)));
        Assert.All(ModelTable.Rows, row => Assert.NotEmpty(row.Dims));
    }

    [Fact]
    public void Every_reference_record_has_its_network()
    {
        var records = GoldenRecord.Names.ToList();
        Assert.True(records.Count >= 143, $"only {records.Count} records are in tests/golden/models");
        Assert.Empty(records.Except(ModelTable.Names));
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_nearest_and_the_list()
    {
        var message = Assert.Throws<ArgumentException>(() => ModelTable.Find("densnet121")).Message;
        Assert.Contains("did you mean \"densenet121\"?", message, StringComparison.Ordinal);
        Assert.Contains("resnet18", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SpatialDims.Two, 0, 1, null, "at least 1 input channel")]
    [InlineData(SpatialDims.Two, 1, 0, null, "at least 1 output")]
    [InlineData(SpatialDims.Two, 1, 1, 1.0, "Dropout is a probability")]
    [InlineData((SpatialDims)4, 1, 1, null, "2D and 3D, not 4D")]
    public void Impossible_options_are_refused(SpatialDims dims, int channels, int outputs, double? dropout, string because)
    {
        var problem = Assert.Throws<ArgumentException>(() => ModelTable.Find("simple-cnn").Build(new(dims, channels, outputs, dropout)));
        Assert.Contains(because, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_too_small_for_a_network_that_is_built_for_its_size_is_refused()
    {
        var options = new NetworkOptions(SpatialDims.Two, InputChannels: 1, Outputs: 2) { InputSize = [32, 15] };
        var problem = Assert.Throws<ArgumentException>(() => ModelTable.Find("lenet5").Build(options));
        Assert.Contains("sides of at least 16, not [32, 15]", problem.Message, StringComparison.Ordinal);
    }
}
