using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Adam with the largest gradient in place of the mean square (Kingma and Ba 2015).</summary>
        public static Adamax Adamax(
            IEnumerable<Parameter> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0) =>
            new(parameters, lr, beta1, beta2, eps, weight_decay);

        /// <summary>Adam with the largest gradient in place of the mean square (Kingma and Ba 2015).</summary>
        public static Adamax Adamax(
            IEnumerable<(string name, Parameter parameter)> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0) =>
            new(parameters.Select(entry => entry.parameter), lr, beta1, beta2, eps, weight_decay);

        /// <summary>Adam with the largest gradient in place of the mean square (Kingma and Ba 2015).</summary>
        public static Adamax Adamax(
            IEnumerable<Adamax.ParamGroup> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0) =>
            new(parameters, lr, beta1, beta2, eps, weight_decay);
    }
}
