using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Tallies;

/// <summary>How a tally is made from a sample; metrics that name the same source share one tally.</summary>
public sealed class TallySource
{
    private readonly Func<Sample, Tally> _prepare;

    private TallySource(Type kind, Func<Sample, Tally> prepare) => (Kind, _prepare) = (kind, prepare);

    /// <summary>The kind of sample: <see cref="BinarySample"/>, <see cref="MulticlassSample"/> or <see cref="RegressionSample"/>.</summary>
    public Type Kind { get; }

    /// <summary>Makes a source for one kind of sample.</summary>
    /// <typeparam name="TSample">The kind of sample.</typeparam>
    /// <param name="prepare">Makes the tally.</param>
    public static TallySource Of<TSample>(Func<TSample, Tally> prepare)
        where TSample : Sample => new(typeof(TSample), sample => prepare((TSample)sample));

    /// <summary>Makes the tally of a sample of this <see cref="Kind"/>.</summary>
    /// <param name="sample">The sample.</param>
    public Tally Prepare(Sample sample) => _prepare(sample);
}
