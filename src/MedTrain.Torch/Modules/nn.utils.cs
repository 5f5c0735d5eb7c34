using TorchSharp.Modules;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What is done to the gradients or parameters of a whole network.</summary>
        public static class utils
        {
            /// <summary>Scales all gradients so that their common p-norm is at most <paramref name="max_norm"/>; returns the norm
            /// before.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var scope = NewDisposeScope();
                using var mode = no_grad();
                var gradients = Gradients(tensors);
                if (gradients.Length == 0)
                {
                    return 0.0;
                }

                var norms = Operators.Has("_foreach_norm.Scalar") && double.IsFinite(norm_type)
                    && gradients.All(gradient => !gradient.is_sparse)
                    ? Aten.CallList("_foreach_norm.Scalar", gradients, norm_type)
                    : [.. gradients.Select(gradient => Aten.Call("linalg_vector_norm", gradient, norm_type))];
                using var all = Aten.Call("stack", norms);
                using var total = Aten.Call("linalg_vector_norm", all, norm_type);
                var norm = total.ToDouble();
                var factor = max_norm / (norm + 1e-6);
                if (factor < 1)
                {
                    Aten.Run("_foreach_mul_.Scalar", gradients, factor);
                }

                return norm;
            }

            /// <summary>Limits each element of all gradients to ±<paramref name="clip_value"/>.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var scope = NewDisposeScope();
                using var mode = no_grad();
                foreach (var gradient in Gradients(tensors))
                {
                    gradient.clamp_((Scalar)(-clip_value), (Scalar)clip_value);
                }
            }

            /// <summary>All parameters one after the other as one vector.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat([.. tensors.Select(parameter => parameter.reshape(-1))]).MoveToOuterDisposeScope();
            }

            /// <summary>Fills the parameters, one after the other, from one vector.</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                using var mode = no_grad();
                long at = 0;
                foreach (var parameter in tensors)
                {
                    var count = parameter.NumberOfElements;
                    parameter.copy_(vec.narrow(0, at, count).view_as(parameter));
                    at += count;
                }
            }

            private static Tensor[] Gradients(IEnumerable<Parameter> parameters) =>
                [.. parameters.Select(parameter => parameter.grad).OfType<Tensor>()];
        }
    }
}
