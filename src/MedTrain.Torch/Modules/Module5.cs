namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module that can be called with five inputs.</summary>
        public interface IModule<T1, T2, T3, T4, T5, TResult>
        {
            /// <summary>Runs the module with its hooks.</summary>
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);
        }

        /// <summary>A module whose computation takes five inputs.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, TResult> :
            HookableModule<
                Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)?>,
                Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, TResult, TResult>>,
            IModule<T1, T2, T3, T4, T5, TResult>
        {
            /// <summary>A module with a name for messages.</summary>
            protected Module(string name)
                : base(name)
            {
            }

            /// <summary>The computation itself, without hooks.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);

            /// <summary>Runs the registered hooks and the computation.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5)
            {
                if (!HasHooks)
                {
                    return forward(input1, input2, input3, input4, input5);
                }

                RunBefore();
                foreach (var hook in pre_hooks.Values)
                {
                    if (hook(this, input1, input2, input3, input4, input5) is { } changed)
                    {
                        (input1, input2, input3, input4, input5) = changed;
                    }
                }

                var result = forward(input1, input2, input3, input4, input5);
                foreach (var hook in post_hooks.Values)
                {
                    if (hook(this, input1, input2, input3, input4, input5, result) is { } changed)
                    {
                        result = changed;
                    }
                }

                RunAfter();
                return result;
            }
        }
    }
}
