using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Optimizers: they change parameters by their gradients.</summary>
    public static partial class optim
    {
        /// <summary>Has a learning rate that a schedule may change.</summary>
        public interface ILearningRateController
        {
            /// <summary>The rate of the next step.</summary>
            double LearningRate { get; set; }

            /// <summary>The rate at the beginning.</summary>
            double InitialLearningRate { get; set; }
        }

        /// <summary>Has a momentum that a schedule may change.</summary>
        public interface IMomentum
        {
            /// <summary>The share of the last step in the next.</summary>
            double Momentum { get; set; }
        }

        /// <summary>Has two decay rates that a schedule may change.</summary>
        public interface IBetas
        {
            /// <summary>The decay rates of the running means of the gradient and of its square.</summary>
            (double, double) Betas { get; set; }
        }

        /// <summary>Changes parameters by their gradients.</summary>
        public abstract class Optimizer : IDisposable
        {
            /// <summary>The groups of parameters, with a learning rate each.</summary>
            public virtual IEnumerable<ILearningRateController> ParamGroups => Groups;

            private protected List<ParamGroup> Groups { get; } = [];

            /// <summary>Sets all gradients to zero.</summary>
            public virtual void zero_grad()
            {
                using var mode = no_grad();
                foreach (var parameter in parameters())
                {
                    using var gradient = parameter.grad;
                    gradient?.zero_();
                }
            }

            /// <summary>All parameters of all groups.</summary>
            public virtual IEnumerable<Parameter> parameters() => Groups.SelectMany(group => group.Parameters);

            /// <summary>Adds a group of parameters; options it leaves open are the optimizer's.</summary>
            public abstract void add_param_group(ParamGroup param_group);

            /// <summary>Changes the parameters once.</summary>
            /// <param name="closure">Computes the loss and its gradients anew; its loss is returned. Needed by few optimizers.</param>
            public abstract Tensor? step(Func<Tensor>? closure = null);

            /// <summary>Disposes the optimizer's own tensors, not the parameters.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Disposes the optimizer's own tensors.</summary>
            protected abstract void Dispose(bool disposing);

            /// <summary>Options of the groups and state of the parameters, both in order; the optimizer's own objects.</summary>
            public class StateDictionary
            {
                /// <summary>The options of each group.</summary>
                public List<OptimizerOptions> Options { get; private set; } = [];

                /// <summary>The state of each parameter.</summary>
                public List<OptimizerState> State { get; private set; } = [];

                /// <summary>For each group, the places of its parameters' states.</summary>
                public List<List<int>> StateIndexRef { get; private set; } = [];
            }
        }
    }
}
