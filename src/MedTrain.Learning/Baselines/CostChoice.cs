using MedTrain.Data;
using MedTrain.Learning.Batching;

namespace MedTrain.Learning.Baselines;

/// <summary>One value of C and how well it did in the inner cross-validation.</summary>
/// <param name="Cost">C.</param>
/// <param name="Score">Balanced accuracy, or for quantities R², over the out-of-fold outputs of all inner folds.</param>
public sealed record CostScore(double Cost, double Score);

/// <summary>
/// Chooses C by cross-validation inside the training part (the inner loop of a nested cross-validation), by patient; classes are dealt
/// evenly. Of equal scores the smallest C wins.
/// </summary>
/// <param name="fit">Fits a model.</param>
/// <param name="config">The values of C, and the folds.</param>
/// <param name="isClass">Whether targets are classes.</param>
/// <param name="seed">The experiment's seed.</param>
/// <param name="fold">The outer fold.</param>
public sealed class CostChoice(LinearFit fit, BaselineConfig config, bool isClass, long seed, int fold)
{
    /// <summary>Tries every C.</summary>
    /// <param name="gram">Products of the training cases.</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="cases">The training cases.</param>
    /// <param name="stop">Checked between two fits.</param>
    /// <returns>The values in ascending order with their scores.</returns>
    public IReadOnlyList<CostScore> Try(GramMatrix gram, double[] targets, IReadOnlyList<LabelledCase> cases, CancellationToken stop)
    {
        var foldOf = Deal(targets, cases);
        var inner = Enumerable.Range(0, config.InnerFolds)
            .Select(number => (
                Train: (int[])[.. Enumerable.Range(0, cases.Count).Where(row => foldOf[row] != number)],
                Held: (int[])[.. Enumerable.Range(0, cases.Count).Where(row => foldOf[row] == number)]))
            .Where(part => part.Held.Length > 0 && part.Train.Length > 0)
            .Select(part => (part.Train, part.Held, Gram: gram.Of(part.Train)))
            .ToList();
        return [.. config.Costs.Order().Select(cost =>
        {
            var outputs = new double[cases.Count];
            foreach (var (train, held, products) in inner)
            {
                stop.ThrowIfCancellationRequested();
                double[] known = [.. train.Select(row => targets[row])];
                var found = gram.Outputs(Fit(products, known, cost), train, held);
                foreach (var (row, output) in held.Zip(found)) { outputs[row] = output; }
            }

            return new CostScore(cost, isClass ? BalancedAccuracy(outputs, targets) : Determination(outputs, targets));
        })];
    }

    /// <summary>Fits all given cases with one C.</summary>
    public DualFit Fit(GramMatrix gram, double[] targets, double cost) =>
        isClass && targets.Distinct().Count() < 2
            ? new DualFit(new double[targets.Length], targets[0] > 0 ? 1 : -1)
            : fit(gram, targets, Costs(targets, cost));

    /// <summary>C of each case: with balanced classes n / (2 · cases of the class) times C.</summary>
    private double[] Costs(double[] targets, double cost)
    {
        if (!isClass || !config.Balanced) { return [.. Enumerable.Repeat(cost, targets.Length)]; }

        double positive = targets.Count(target => target > 0), negative = targets.Length - positive;
        return [.. targets.Select(target => cost * targets.Length / (2 * (target > 0 ? positive : negative)))];
    }

    /// <summary>The inner fold of each case: the patients of each class in a random order, dealt in turn.</summary>
    private int[] Deal(double[] targets, IReadOnlyList<LabelledCase> cases)
    {
        var patients = cases.Select((member, row) => (Id: member.PatientId ?? member.CaseId, Target: targets[row]))
            .GroupBy(entry => entry.Id, StringComparer.Ordinal)
            .Select(patient => (Id: patient.Key, Class: isClass ? patient.Max(entry => entry.Target) : 0))
            .OrderBy(patient => patient.Class)
            .ThenBy(patient => new CounterRandom(seed, RandomStream.Split, ~fold, StableHash.Of(patient.Id)).NextBits())
            .Select((patient, place) => (patient.Id, Fold: place % config.InnerFolds))
            .ToDictionary(patient => patient.Id, patient => patient.Fold, StringComparer.Ordinal);
        return [.. cases.Select(member => patients[member.PatientId ?? member.CaseId])];
    }

    private static double BalancedAccuracy(double[] outputs, double[] targets)
    {
        double Share(bool positive)
        {
            var own = outputs.Where((_, row) => targets[row] > 0 == positive).ToList();
            return own.Count == 0 ? 0 : own.Count(output => output > 0 == positive) / (double)own.Count;
        }

        return (Share(true) + Share(false)) / 2;
    }

    private static double Determination(double[] outputs, double[] targets)
    {
        var mean = targets.Average();
        var spread = targets.Sum(target => (target - mean) * (target - mean));
        return spread == 0 ? 0 : 1 - (outputs.Zip(targets, (output, target) => (output - target) * (output - target)).Sum() / spread);
    }
}
