using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Adam whose rate is rectified while the variance is uncertain (Liu et al. 2020).</summary>
        public static RAdam RAdam(
            IEnumerable<Parameter> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0) =>
            new(parameters, lr, beta1, beta2, eps, weight_decay);

        /// <summary>Adam whose rate is rectified while the variance is uncertain (Liu et al. 2020).</summary>
        public static RAdam RAdam(
            IEnumerable<(string name, Parameter parameter)> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0) =>
            new(parameters.Select(entry => entry.parameter), lr, beta1, beta2, eps, weight_decay);

        /// <summary>Adam whose rate is rectified while the variance is uncertain (Liu et al. 2020).</summary>
        public static RAdam RAdam(
            IEnumerable<RAdam.ParamGroup> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0) =>
            new(parameters, lr, beta1, beta2, eps, weight_decay);
    }
}
