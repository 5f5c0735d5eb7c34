using System.Numerics;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Tests.Imaging;

public sealed class ValueConversionTests
{
    /// <summary>Lengths around the sizes of vectors and parts; the last slope is beyond what floats count exactly.</summary>
    public static TheoryData<int, double, double> Scalings()
    {
        var data = new TheoryData<int, double, double>();
        foreach (int length in new[] { 0, 1, 7, 16, 33, 4096, 9001 })
        {
            foreach ((double slope, double intercept) in new[] { (1.0, 0.0), (1, -1024), (-3, 7), (0.37, -0.1), (400, 11), (1e-3, 1e6) })
            {
                data.Add(length, slope, intercept);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Scalings))]
    public void Values_of_every_type_are_scaled_in_double_precision_and_rounded_once(int length, double slope, double intercept)
    {
        Check<byte>(length, slope, intercept);
        Check<sbyte>(length, slope, intercept);
        Check<short>(length, slope, intercept);
        Check<ushort>(length, slope, intercept);
        Check<int>(length, slope, intercept);
        Check<float>(length, slope, intercept);
    }

    private static void Check<T>(int length, double slope, double intercept)
        where T : unmanaged, INumber<T>
    {
        T[] stored = [.. Enumerable.Range(0, length).Select(index => T.CreateTruncating((index * 7919) - 30_000))];
        var converted = new float[length];
        ValueConversion.Convert<T>(stored, converted, slope, intercept);
        Assert.Equal(stored.Select(value => (float)((slope * double.CreateTruncating(value)) + intercept)), converted);
    }
}
