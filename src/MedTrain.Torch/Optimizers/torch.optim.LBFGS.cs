using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Limited-memory BFGS; its step needs a closure (TorchSharp spells tolerange_grad so).</summary>
        /// <param name="parameters">What is optimized.</param>
        /// <param name="lr">The length of each iteration's step.</param>
        /// <param name="max_iter">The most iterations of a step.</param>
        /// <param name="max_eval">The most evaluations of a step; null for 1.25 max_iter.</param>
        /// <param name="tolerange_grad">A step ends when no gradient is larger.</param>
        /// <param name="tolerance_change">A step ends when parameters or loss change less.</param>
        /// <param name="history_size">How many changes are remembered.</param>
        public static LBFGS LBFGS(
            IEnumerable<Parameter> parameters, double lr = 0.01, long max_iter = 20, long? max_eval = null, double tolerange_grad = 1e-5,
            double tolerance_change = 1e-9, long history_size = 100) =>
            new(
                parameters,
                new LBFGS.Options
                {
                    LearningRate = lr,
                    max_iter = max_iter,
                    max_eval = max_eval ?? (5 * max_iter / 4),
                    tolerance_grad = tolerange_grad,
                    tolerance_change = tolerance_change,
                    history_size = history_size,
                });

        /// <summary>Limited-memory BFGS; its step needs a closure.</summary>
        public static LBFGS LBFGS(
            IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, long max_iter = 20, long? max_eval = null,
            double tolerange_grad = 1e-5, double tolerance_change = 1e-9, long history_size = 100) =>
            LBFGS(parameters.Select(entry => entry.parameter), lr, max_iter, max_eval, tolerange_grad, tolerance_change, history_size);
    }
}
