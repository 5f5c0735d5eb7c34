using MedTrain.Evaluation.Metrics;

namespace MedTrain.Evaluation.Tests.Metrics;

public class OverlapTests
{
    public static TheoryData<string> Sets => Golden.Names("segmentation");

    [Theory]
    [MemberData(nameof(Sets))]
    public void Dice_and_IoU_equal_the_reference(string name)
    {
        var record = Golden.Record("segmentation", name);
        bool[] truth = record.Bools("truth"), predicted = record.Bools("pred");
        Assert.Equal(record.GetProperty("dice").ValueKind == System.Text.Json.JsonValueKind.Null, Overlap.Dice(truth, predicted) is null);
        Golden.Equal(Golden.Double(record.GetProperty("dice")), Overlap.Dice(truth, predicted) ?? double.NaN);
        Golden.Equal(Golden.Double(record.GetProperty("iou")), Overlap.IntersectionOverUnion(truth, predicted) ?? double.NaN);
    }

    [Fact]
    public void Masks_of_different_size_are_refused() => Assert.Throws<ArgumentException>(() => Overlap.Dice([true], [true, false]));
}
