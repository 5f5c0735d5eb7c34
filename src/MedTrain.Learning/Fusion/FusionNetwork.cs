using MedTrain.Data;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Objectives;
using static TorchSharp.torch;

namespace MedTrain.Learning.Fusion;

/// <summary>A network with one hidden layer that reads the scores of all parts: logits of probabilities, standardised quantities.</summary>
/// <param name="Task">The task.</param>
/// <param name="Mean">Mean of each input over the cases it was trained on.</param>
/// <param name="Deviation">Standard deviation of each input.</param>
/// <param name="Hidden">Weights of the hidden units <c>[unit][input + 1]</c>, the bias last.</param>
/// <param name="Output">Weights of the outputs <c>[output][unit + 1]</c>, the bias last.</param>
/// <param name="TargetScale">Mean and standard deviation of each quantity; null for classes.</param>
public sealed record FusionNetwork(
    PredictionTask Task, double[] Mean, double[] Deviation, double[][] Hidden, double[][] Output, double[][]? TargetScale)
{
    private const double LeastProbability = 1e-4;
    private const int Steps = 300;
    private const double Rate = 0.02;

    /// <summary>Trains a network on validation cases, all at once in every step.</summary>
    internal static FusionNetwork Fit(FusionConfig config, PredictionTask task, float[][][] scores, float[][] labels, long seed)
    {
        var raw = scores.Select(parts => Inputs(task, parts)).ToArray();
        var inputs = raw[0].Length;
        double[] mean = [.. Enumerable.Range(0, inputs).Select(i => raw.Average(row => row[i]))];
        double[] deviation = [.. Enumerable.Range(0, inputs).Select(i =>
            Math.Sqrt(raw.Average(row => Math.Pow(row[i] - mean[i], 2))) is > 1e-12 and var spread ? spread : 1)];

        using var scope = NewDisposeScope();
        manual_seed((long)(new CounterRandom(seed, RandomStream.Initialisation, -2).NextBits() >> 1));
        var objective = ObjectiveTable.Create(null, task, labels, labels[0].Length);
        var hidden = nn.Linear(inputs, config.Hidden);
        var output = nn.Linear(config.Hidden, labels[0].Length);
        var optimizer = optim.Adam([.. hidden.parameters(), .. output.parameters()], Rate);
        var x = tensor(raw.SelectMany(row => row.Select((value, i) => (float)((value - mean[i]) / deviation[i]))).ToArray(), [raw.Length, inputs]);
        var y = tensor(labels.SelectMany(row => row).ToArray(), [labels.Length, labels[0].Length]);
        for (var step = 0; step < Steps; step++)
        {
            using var inner = NewDisposeScope();
            optimizer.zero_grad();
            var (sum, known) = objective.Loss(output.call(hidden.call(x).tanh()), y);
            var penalty = hidden.weight!.square().sum() + output.weight!.square().sum();
            (sum / known.clamp_min(1) + penalty * config.Penalty).backward();
            optimizer.step();
        }

        var scale = objective is RegressionObjective scaled ? new[] { scaled.Means.ToArray(), scaled.Deviations.ToArray() } : null;
        return new FusionNetwork(task, mean, deviation, Rows(hidden), Rows(output), scale);
    }

    /// <summary>The scores of one case from those of its parts <c>[part][label]</c>.</summary>
    public float[] Apply(float[][] parts)
    {
        double[] inputs = [.. Inputs(Task, parts).Select((value, i) => (value - Mean[i]) / Deviation[i])];
        double[] units = [.. Hidden.Select(row => Math.Tanh(Product(row, inputs)))];
        double[] outputs = [.. Output.Select(row => Product(row, units))];
        if (TargetScale is [var means, var deviations]) { return [.. outputs.Select((value, i) => (float)((value * deviations[i]) + means[i]))]; }

        if (Task != PredictionTask.Multiclass) { return [.. outputs.Select(value => (float)(1 / (1 + Math.Exp(-value))))]; }

        var highest = outputs.Max();
        var sum = outputs.Sum(value => Math.Exp(value - highest));
        return [.. outputs.Select(value => (float)(Math.Exp(value - highest) / sum))];
    }

    private static double[] Inputs(PredictionTask task, float[][] parts) => [.. parts.SelectMany(row => row.Select(score =>
    {
        if (task == PredictionTask.Regression) { return score; }

        var probability = Math.Clamp(score, LeastProbability, 1 - LeastProbability);
        return Math.Log(probability / (1 - probability));
    }))];

    private static double Product(double[] row, double[] values) => row[^1] + values.Select((value, i) => value * row[i]).Sum();

    private static double[][] Rows(TorchSharp.Modules.Linear layer)
    {
        double[] weights = [.. layer.weight!.detach().data<float>()];
        double[] biases = [.. layer.bias!.detach().data<float>()];
        return [.. weights.Chunk(weights.Length / biases.Length).Zip(biases, (row, bias) => (double[])[.. row, bias])];
    }
}
