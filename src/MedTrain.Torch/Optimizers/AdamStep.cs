using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The step that Adam and AdamW share: in one pass over dense tensors on the CPU, by libtorch's operators otherwise.</summary>
internal readonly record struct AdamStep(double LearningRate, (double Keep, double L2) Decay, double Beta1, double Beta2, double Eps)
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
        var (rate, correction) = (-LearningRate / (1 - Math.Pow(Beta1, step)), Math.Sqrt(1 - Math.Pow(Beta2, step)));
        if (largest is null && Aten.CallBool(
            "medtrain::adam_", parameters, gradients, means, squares, Decay.Keep, Decay.L2, Beta1, Beta2, rate, correction, Eps))
        {
            return;
        }

        if (Decay.L2 != 0)
        {
            gradients = Foreach.PlusScaled(gradients, parameters, Decay.L2);
        }

        if (Decay.Keep != 1)
        {
            Foreach.Scale(parameters, Decay.Keep);
        }

        Foreach.Scale(means, Beta1);
        Foreach.AddScaled(means, gradients, 1 - Beta1);
        Foreach.Scale(squares, Beta2);
        Foreach.AddProduct(squares, gradients, gradients, 1 - Beta2);
        if (largest is not null)
        {
            Foreach.KeepLargest(largest, squares);
        }

        var denominators = Foreach.Roots(largest ?? squares);
        Foreach.Divide(denominators, correction);
        Foreach.Add(denominators, Eps);
        Foreach.AddQuotient(parameters, means, denominators, rate);
    }
}
