using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MedTrain.Evaluation.Resampling;

namespace MedTrain.Evaluation.Tallies;

/// <summary>Sums over cases of a few numbers a case, such as the cells of a confusion matrix or the powers of an error.</summary>
/// <remarks>A number that is 1 for every case that has it is counted in whole numbers; others are summed by patient once, and a
/// resample is then a weighted sum over patients in a fixed order. Cost is by numbers that are not 0, so many cells cost no more.</remarks>
public sealed class CaseSums : Tally
{
    private readonly Column[] _columns;

    /// <summary>Makes the tally.</summary>
    /// <param name="width">Numbers a case.</param>
    /// <param name="patients">Index of the patient of each case.</param>
    /// <param name="contribute">Adds the numbers of one case, given its index, that are not 0.</param>
    public CaseSums(int width, int[] patients, Action<int, Contributions> contribute)
    {
        var contributions = new Contributions(width);
        for (var i = 0; i < patients.Length; i++)
        {
            contributions.Patient = patients[i];
            contribute(i, contributions);
        }
        _columns = contributions.Columns();
    }

    /// <inheritdoc/>
    public override int Width => _columns.Length;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Count(ResampleBlock block, Span<double> totals)
    {
        ref var weights = ref block.Weights[0];
        for (var number = 0; number < _columns.Length; number++)
        {
            var (patients, values) = _columns[number];
            var sums = totals.Slice(number * ResampleBlock.Lanes, ResampleBlock.Lanes);
            if (values is null)
            {
                LaneSums count = default;
                count.Add(ref weights, patients);
                count.AddTo(sums);
                continue;
            }
            for (var i = 0; i < patients.Length; i++)
            {
                LaneSums weight = default;
                weight.Add(ref weights, patients.AsSpan(i, 1));
                var value = Vector256.Create(values[i]);
                for (var quarter = 0; quarter < LaneSums.Quarters; quarter++)
                {
                    var at = sums.Slice(quarter * 4, 4);
                    (Vector256.Create<double>(at) + weight.Doubles(quarter) * value).CopyTo(at);
                }
            }
        }
    }

    /// <summary>One number of every case: the patients that have it, and how much; null = 1 for each time a patient is listed.</summary>
    internal readonly record struct Column(int[] Patients, double[]? Values);

    /// <summary>Collects the numbers of the cases.</summary>
    public sealed class Contributions
    {
        private readonly List<(int Patient, double Value)>[] _entries;

        internal Contributions(int width) => _entries = [.. Enumerable.Range(0, width).Select(_ => new List<(int, double)>())];

        internal int Patient { get; set; }

        /// <summary>Adds to one of the numbers.</summary>
        /// <param name="number">Which, 0 … width - 1.</param>
        /// <param name="value">How much.</param>
        public void Add(int number, double value = 1) => _entries[number].Add((Patient, value));

        internal Column[] Columns() => Array.ConvertAll(_entries, column =>
        {
            if (column.TrueForAll(entry => entry.Value == 1))
            {
                return new Column([.. column.Select(entry => entry.Patient).Order()], null);
            }
            var sums = new Dictionary<int, double>();
            foreach (var (patient, value) in column)
            {
                sums[patient] = sums.GetValueOrDefault(patient) + value;
            }
            int[] patients = [.. sums.Keys.Order()];
            return new Column(patients, Array.ConvertAll(patients, patient => sums[patient]));
        });
    }
}
