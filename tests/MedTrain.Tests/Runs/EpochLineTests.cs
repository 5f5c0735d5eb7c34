using MedTrain.Runs;

namespace MedTrain.Tests.Runs;

public class EpochLineTests
{
    [Theory]
    [InlineData(0.25, "0.2500")]
    [InlineData(-999_999, "-999999.0000")]
    [InlineData(123_456_789_012_345_678.0, "1.235e17")]
    [InlineData(double.NaN, "NaN")]
    public void A_diverging_loss_is_written_in_powers_of_ten(double value, string expected) => Assert.Equal(expected, EpochLine.Number(value, "0.0000"));
}
