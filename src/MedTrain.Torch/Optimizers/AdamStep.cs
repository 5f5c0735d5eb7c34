using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The step that Adam and AdamW share; the decay of the weights is done before, by each in its way.</summary>
internal readonly record struct AdamStep(double LearningRate, double Beta1, double Beta2, double Eps)
{
    /// <summary>Makes the step for parameters that have made the same number of steps.</summary>
    /// <param name="step">Which step it is, from 1.</param>
    /// <param name="parameters">Changed.</param>
    /// <param name="gradients">Unchanged.</param>
    /// <param name="means">The running means of the gradients; changed.</param>
    /// <param name="squares">The running means of their squares; changed.</param>
    /// <param name="largest">The largest such means, with amsgrad; changed.</param>
    internal void Run(long step, Tensor[] parameters, Tensor[] gradients, Tensor[] means, Tensor[] squares, Tensor[]? largest)
    {
        Foreach.Scale(means, Beta1);
        Foreach.AddScaled(means, gradients, 1 - Beta1);
        Foreach.Scale(squares, Beta2);
        Foreach.AddProduct(squares, gradients, gradients, 1 - Beta2);
        if (largest is not null)
        {
            Foreach.KeepLargest(largest, squares);
        }

        var denominators = Foreach.Roots(largest ?? squares);
        Foreach.Divide(denominators, Math.Sqrt(1 - Math.Pow(Beta2, step)));
        Foreach.Add(denominators, Eps);
        Foreach.AddQuotient(parameters, means, denominators, -LearningRate / (1 - Math.Pow(Beta1, step)));
    }
}
