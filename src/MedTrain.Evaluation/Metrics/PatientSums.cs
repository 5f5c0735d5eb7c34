using System.Runtime.Intrinsics;
using MedTrain.Evaluation.Resampling;

namespace MedTrain.Evaluation.Metrics;

/// <summary>Sums over cases of a few numbers a case, such as the four cells of a confusion matrix or the powers of an error.</summary>
/// <remarks>Cases are summed by patient once; a resample is then a weighted sum over patients, in a fixed order.</remarks>
public sealed class PatientSums : Tally
{
    private readonly int[] _patients;
    private readonly double[] _sums;

    /// <summary>Makes the tally.</summary>
    /// <param name="width">Numbers a case.</param>
    /// <param name="patients">Index of the patient of each case.</param>
    /// <param name="contribute">Adds the numbers of one case (its index) to the sums of its patient.</param>
    public PatientSums(int width, int[] patients, Contribution contribute)
    {
        Width = width;
        _patients = [.. patients.Distinct().Order()];
        var place = new Dictionary<int, int>(_patients.Length);
        for (var i = 0; i < _patients.Length; i++)
        {
            place[_patients[i]] = i;
        }
        _sums = new double[_patients.Length * width];
        for (var i = 0; i < patients.Length; i++)
        {
            contribute(i, _sums.AsSpan(place[patients[i]] * width, width));
        }
    }

    /// <summary>Adds the numbers of one case to the sums of its patient.</summary>
    /// <param name="index">Index of the case.</param>
    /// <param name="sums">Sums of the patient so far.</param>
    public delegate void Contribution(int index, Span<double> sums);

    /// <inheritdoc/>
    public override int Width { get; }

    /// <inheritdoc/>
    public override void Count(ResampleBlock block, Span<double> totals)
    {
        ref var weights = ref block.Weights[0];
        for (var i = 0; i < _patients.Length; i++)
        {
            LaneSums weight = default;
            weight.Add(ref weights, _patients.AsSpan(i, 1));
            for (var quarter = 0; quarter < 2 * LaneSums.Vectors; quarter++)
            {
                var four = weight.Doubles(quarter);
                for (var number = 0; number < Width; number++)
                {
                    var at = totals.Slice(number * ResampleBlock.Lanes + quarter * 4, 4);
                    (Vector256.Create<double>(at) + four * Vector256.Create(_sums[i * Width + number])).CopyTo(at);
                }
            }
        }
    }
}
