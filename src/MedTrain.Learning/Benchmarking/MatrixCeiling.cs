using System.Diagnostics;
using MedTrain.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Learning.Benchmarking;

/// <summary>The most that a device computes: a product of two large square matrices, measured.</summary>
public static class MatrixCeiling
{
    private const int Rounds = 7;

    /// <summary>Floating-point operations a second, of the fastest of a few rounds.</summary>
    /// <param name="device">Where.</param>
    /// <param name="lowPrecision">The type of the products under autocast; null for float32.</param>
    /// <param name="side">Rows and columns of the matrices.</param>
    public static double Measure(Device device, ScalarType? lowPrecision, int side)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var precision = lowPrecision is { } type ? TorchExtras.Current.Autocast(device.type, type) : null;
        var (a, b) = (rand(side, side, device: device), rand(side, side, device: device));
        if (lowPrecision is { } low)
        {
            (a, b) = (a.to(low), b.to(low));
        }

        var fastest = double.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            var clock = Stopwatch.StartNew();
            using var product = a.matmul(b);
            if (device.type == DeviceType.CUDA)
            {
                cuda.synchronize(device);
            }

            fastest = Math.Min(fastest, clock.Elapsed.TotalSeconds);
        }

        return 2.0 * side * side * side / fastest;
    }
}
