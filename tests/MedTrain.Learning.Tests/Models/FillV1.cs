using MedTrain.Learning.Layers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Models;

/// <summary>The deterministic weights and inputs of the golden records, as scripts/golden/model_records.py defines them.</summary>
public static class FillV1
{
    public static uint Fnv(string key) => Encoding.UTF8.GetBytes(key).Aggregate(2166136261u, (hash, b) => (hash ^ b) * 16777619u);

    public static uint Mix(uint x)
    {
        x ^= x >> 16;
        x *= 0x7feb352d;
        x ^= x >> 15;
        x *= 0x846ca68b;
        return x ^ (x >> 16);
    }

    /// <summary>k(i, key) for i below count.</summary>
    public static int[] K(string key, long count)
    {
        var (hash, k) = (Fnv(key), new int[count]);
        for (var i = 0u; i < k.Length; i++)
        {
            k[i] = K(i, hash);
        }

        return k;
    }

    /// <summary>The values of one tensor, or null when it stays as constructed.</summary>
    public static float[]? Values(string key, long[] shape, bool isParameter, int gainPermille)
    {
        if (RuleOf(key, shape, isParameter, gainPermille) is not { } rule)
        {
            return null;
        }

        var values = new float[shape.Aggregate(1L, (product, side) => product * side)];
        Write(values, Fnv(key), rule);
        return values;
    }

    private static (long Offset, long Factor, int Shift)? RuleOf(string key, long[] shape, bool isParameter, int gainPermille)
    {
        var size = shape.Aggregate(1L, (product, side) => product * side);
        var name = key[(key.LastIndexOf('.') + 1)..];
        return (isParameter, shape.Length, name) switch
        {
            (false, _, "running_mean") => (0, 1, 26),
            (false, _, "running_var") => (1 << 25, 1, 25),
            (false, _, _) => null,
            (true, <= 1, _) when name.EndsWith("bias", StringComparison.Ordinal) => (0, 1, 26),
            (true, <= 1, _) => (1 << 25, 1, 25),
            (true, 3, _) => (0, 1, 24),
            _ => (0, Scale(gainPermille, size / shape[0]), 43),
        };
    }

    /// <summary>The S of the weights' rule: the integer square root of 3 G 2^40 / (1000 fan).</summary>
    public static long Scale(int gainPermille, long fan)
    {
        var square = (new BigInteger(3) * gainPermille << 40) / (1000 * fan);
        var root = (BigInteger)Math.Sqrt((double)square);
        while (root * root > square)
        {
            root--;
        }

        while ((root + 1) * (root + 1) <= square)
        {
            root++;
        }

        return (long)root;
    }

    /// <summary>Fills a network of float32 or float64, several tensors at a time.</summary>
    public static void Fill(nn.Module network, int gainPermille) => Parallel.ForEach(ModuleTree.State(network).ToList(), entry =>
    {
        using var noGradient = no_grad();
        var (key, value) = entry;
        if (value.dtype == ScalarType.Float32 && value.is_contiguous())
        {
            if (RuleOf(key, value.shape, value is Parameter, gainPermille) is { } rule)
            {
                Write(MemoryMarshal.Cast<byte, float>(value.bytes), Fnv(key), rule);
            }
        }
        else if (Values(key, value.shape, value is Parameter, gainPermille) is { } values)
        {
            using var filled = tensor(values, value.shape);
            value.copy_(filled);
        }
    });

    /// <summary>Input-v1: half white noise, half blocks of 8, in [-1, 1).</summary>
    public static Tensor Input(long[] shape, string key = "input")
    {
        var small = shape.Select((side, axis) => axis < 2 ? side : (side + 7) / 8).ToArray();
        var (noise, blocks) = (K(key, shape.Aggregate((a, b) => a * b)), K(key + ".block", small.Aggregate((a, b) => a * b)));
        var values = new float[noise.Length];
        var index = new long[shape.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var block = 0L;
            for (var axis = 0; axis < shape.Length; axis++)
            {
                block = (block * small[axis]) + (axis < 2 ? index[axis] : index[axis] / 8);
            }

            values[i] = (float)((noise[i] + blocks[block]) * Math.ScaleB(1, -24));
            for (var axis = shape.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
            {
                index[axis] = 0;
            }
        }

        return tensor(values, shape);
    }

    private static int K(uint i, uint hash) => (int)(Mix(Mix(i) + hash) >> 8) - (1 << 23);

    // All integers are below 2^53, so doubles hold them exactly and only the float is rounded.
    private static void Write(Span<float> values, uint hash, (long Offset, long Factor, int Shift) rule)
    {
        var (offset, factor, unit) = ((double)rule.Offset, (double)rule.Factor, Math.ScaleB(1, -rule.Shift));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)((offset + (K((uint)i, hash) * factor)) * unit);
        }
    }
}
